//! A trie over character codes in one flat array (a double array: J. Aoe, "An efficient digital search algorithm by using
//! a double-array structure", 1989), with the tails of its branches cut off.
//!
//! Comes in: sorted keys. Goes out: two words a node, in a form that can be used where it lies. A node from which only one
//! key is left is a leaf that names the key; whoever walks compares the rest with the key's text. Words of a text are
//! looked up from where they begin, so no failure links are needed and matches come in the order of the text.
//! Shared with `build.rs`.

use std::ops::Range;

/// A node is a leaf: its other bits are the value.
pub const LEAF: u32 = 1 << 31;
/// A key ends at this node: its leaf is the child by code 0.
pub const END: u32 = 1 << 30;
/// No node stands here.
pub const FREE: u32 = u32::MAX;

/// Builds the array: for each node its base (with [`LEAF`] and [`END`]) and its parent. Keys are sequences of codes above
/// 0, sorted, each once; the value of a key is less than [`END`].
pub fn build(keys: &[(Vec<u16>, u32)]) -> Vec<(u32, u32)> {
    let mut builder = Builder { nodes: vec![(0, FREE)], ahead: vec![1], search: [1; SIZES] };
    builder.nodes[0].1 = 0;
    // Level by level, so that the nodes that every text visits lie together.
    let mut level = if keys.is_empty() { Vec::new() } else { vec![(0, 0..keys.len())] };
    let mut depth = 0;
    while !level.is_empty() {
        let mut next = Vec::new();
        for (node, range) in level {
            builder.branch(node, keys, range, depth, &mut next);
        }
        (level, depth) = (next, depth + 1);
    }
    // A base plus the largest code must not run past the end.
    let room = keys.iter().flat_map(|(k, _)| k).max().map_or(1, |c| *c as usize + 1);
    builder.nodes.resize(builder.nodes.len() + room, (0, FREE));
    builder.nodes
}

/// A branch tries so many places in the gaps between others.
const TRIES: usize = 1024;

/// What so many tries in a row have passed over, later branches of that size do not try again.
const PASSED: usize = 32;

/// Branches with about the same number of children, doubled from one size to the next, are of one size.
const SIZES: usize = 17;

struct Builder {
    nodes: Vec<(u32, u32)>,
    /// For each place itself, if it is free, else one behind it that may be free.
    ahead: Vec<u32>,
    /// Below this hardly a branch of a size finds a place: what is too crowded for many children has gaps for few.
    search: [usize; SIZES],
}

impl Builder {
    /// Places the children of `node`, below which the keys in `range` stand that agree in their first `depth` codes; those
    /// that have children of their own go to `next`.
    fn branch(
        &mut self,
        node: usize,
        keys: &[(Vec<u16>, u32)],
        range: Range<usize>,
        depth: usize,
        next: &mut Vec<(usize, Range<usize>)>,
    ) {
        let mut children: Vec<(u16, Range<usize>)> = Vec::new();
        for i in range {
            let code = keys[i].0.get(depth).copied().unwrap_or(0);
            match children.last_mut() {
                Some((last, range)) if *last == code => range.end = i + 1,
                _ => children.push((code, i..i + 1)),
            }
        }
        let base = self.place(&children);
        let end = if children.first().is_some_and(|(code, _)| *code == 0) { END } else { 0 };
        self.nodes[node].0 = base as u32 | end;
        for (code, range) in children {
            let child = base + code as usize;
            self.nodes[child].1 = node as u32;
            match range.len() {
                1 => self.nodes[child].0 = LEAF | keys[range.start].1,
                _ => next.push((child, range)),
            }
        }
    }

    /// Finds a base from which every child has a free place, and takes the places.
    fn place(&mut self, children: &[(u16, Range<usize>)]) -> usize {
        let first = children[0].0 as usize;
        let last = children[children.len() - 1].0 as usize;
        let size = children.len().ilog2() as usize;
        let (mut at, mut failed) = (self.free(self.search[size].max(first + 1)), 0_usize);
        let base = loop {
            let room = at + last - first + 1;
            if room > self.ahead.len() {
                self.ahead.extend(self.ahead.len() as u32..room as u32);
                self.nodes.resize(room, (0, FREE));
            }
            let free = |code: u16| self.ahead[at - first + code as usize] as usize == at - first + code as usize;
            if children.iter().all(|(code, _)| free(*code)) {
                break at - first;
            }
            failed += 1;
            if failed.is_multiple_of(PASSED) {
                self.search[size] = at;
            }
            // Many children find their places sooner at the end than in the gaps.
            at = if failed == TRIES { self.ahead.len() } else { self.free(at + 1) };
        };
        for (code, _) in children {
            let place = base + *code as usize;
            self.ahead[place] = place as u32 + 1;
        }
        base
    }

    /// The first free place from `at` on. What is passed over points farther ahead then.
    fn free(&mut self, mut at: usize) -> usize {
        while let Some(&to) = self.ahead.get(at).filter(|to| **to as usize != at) {
            if let Some(&farther) = self.ahead.get(to as usize) {
                self.ahead[at] = farther;
            }
            at = to as usize;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The value that the array gives for a key.
    fn find(nodes: &[(u32, u32)], keys: &[(Vec<u16>, u32)], key: &[u16]) -> Option<u32> {
        let mut node = 0u32;
        for depth in 0..=key.len() {
            let (base, _) = nodes[node as usize];
            if base & LEAF != 0 {
                let value = base & !LEAF;
                return keys.iter().find(|(k, v)| *v == value && k == key).map(|(_, v)| *v);
            }
            let code = key.get(depth).copied().unwrap_or(0);
            if code == 0 && base & END == 0 {
                return None;
            }
            let child = (base & !END) + code as u32;
            if child == 0 || nodes.get(child as usize).is_none_or(|n| n.1 != node) {
                return None;
            }
            node = child;
        }
        let (base, _) = nodes[node as usize];
        (base & LEAF != 0).then_some(base & !LEAF)
    }

    proptest! {
        #[test]
        fn every_key_is_found_and_no_other(
            keys in prop::collection::btree_set(prop::collection::vec(1u16..6, 1..6), 0..60),
            other in prop::collection::vec(1u16..6, 1..6),
        ) {
            let keys: Vec<(Vec<u16>, u32)> = keys.into_iter().zip(0..).collect();
            let map: BTreeMap<_, _> = keys.iter().cloned().collect();
            let nodes = build(&keys);
            for (key, value) in &keys {
                prop_assert_eq!(find(&nodes, &keys, key), Some(*value));
            }
            prop_assert_eq!(find(&nodes, &keys, &other), map.get(&other).copied());
        }
    }

    /// As in a lexicon of a million Chinese names: thousands of branches, each with characters from all over the script.
    #[test]
    fn branches_with_scattered_children_leave_few_gaps() {
        let mut keys: Vec<(Vec<u16>, u32)> = Vec::new();
        for first in 1..2000u32 {
            let second = |n: u32| (first * 7 + n * 389) % 20_000 + 1;
            keys.extend((0..50).flat_map(|n| [1, 2].map(|third| (vec![first as u16, second(n) as u16, third], 0))));
        }
        keys.sort();
        (0..).zip(&mut keys).for_each(|(value, key)| key.1 = value);
        let nodes = build(&keys);
        let used = nodes.iter().filter(|node| node.1 != FREE).count();
        assert!(nodes.len() < used * 3 / 2, "{} places for {used} nodes", nodes.len());
    }
}
