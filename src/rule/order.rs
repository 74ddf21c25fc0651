//! When entity rules run: each after the rules that find what it uses.
//!
//! Comes in: for each rule the class that it finds and those that it uses. Goes out: for each rule its stratum. Rules that wait for each other
//! share one: they see what the lexicon and earlier rules found, and not each other's finds. Linear in the uses.

use super::pattern::ClassId;

/// What order needs to know of a rule.
pub struct Uses<'r> {
    pub finds: ClassId,
    pub uses: &'r [ClassId],
}

/// The stratum of each rule.
pub fn strata(rules: &[Uses<'_>]) -> Vec<u16> {
    let classes =
        rules.iter().flat_map(|r| r.uses.iter().chain([&r.finds])).map(|c| c.0 as usize + 1).max().unwrap_or(0);
    // Nodes: the classes, then the rules. A class needs the rules that find it, a rule the classes that it uses.
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); classes + rules.len()];
    for (n, rule) in rules.iter().enumerate() {
        needs[rule.finds.0 as usize].push(classes + n);
        needs[classes + n].extend(rule.uses.iter().map(|c| c.0 as usize));
    }
    let groups = groups(&needs);
    let mut group_of = vec![0; needs.len()];
    for (g, group) in groups.iter().enumerate() {
        group.iter().for_each(|&node| group_of[node] = g);
    }
    let mut strata = vec![0; rules.len()];
    // The first stratum in which all is known that a group finds. What a group needs stands before it.
    let mut known = vec![0u16; groups.len()];
    for (g, group) in groups.iter().enumerate() {
        let outside = group.iter().flat_map(|&node| &needs[node]).map(|&n| group_of[n]).filter(|&other| other != g);
        let stratum = outside.map(|other| known[other]).max().unwrap_or(0);
        let mut any = false;
        for rule in group.iter().filter_map(|n| n.checked_sub(classes)) {
            strata[rule] = stratum;
            any = true;
        }
        known[g] = if any { stratum.saturating_add(1) } else { stratum };
    }
    strata
}

/// Tarjan's strongly connected components, those that are needed first.
fn groups(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let (mut index, mut low) = (vec![NEW; needs.len()], vec![0; needs.len()]);
    let (mut stack, mut held) = (Vec::new(), vec![false; needs.len()]);
    let (mut groups, mut next) = (Vec::new(), 0);
    for root in 0..needs.len() {
        // (node, how many of its needs were looked at)
        let mut path = if index[root] == NEW { vec![(root, 0)] } else { Vec::new() };
        while let Some((node, at)) = path.last_mut() {
            let node = *node;
            if *at == 0 && index[node] == NEW {
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                held[node] = true;
            }
            if let Some(&to) = needs[node].get(*at) {
                *at += 1;
                if index[to] == NEW {
                    path.push((to, 0));
                } else if held[to] {
                    low[node] = low[node].min(index[to]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == index[node] {
                let from = stack.iter().rposition(|&n| n == node).unwrap_or(0);
                let group = stack.split_off(from);
                group.iter().for_each(|&n| held[n] = false);
                groups.push(group);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_runs_before_what_it_needs(
            shape in prop::collection::vec((0u16..6, prop::collection::vec(0u16..6, 0..3)), 0..12)
        ) {
            let uses: Vec<Vec<ClassId>> = shape.iter().map(|(_, u)| u.iter().map(|c| ClassId(*c)).collect()).collect();
            let rules: Vec<Uses<'_>> =
                shape.iter().zip(&uses).map(|((finds, _), uses)| Uses { finds: ClassId(*finds), uses }).collect();
            let found = strata(&rules);
            // The plain way: who reaches whom.
            let n = rules.len();
            let mut reaches = vec![vec![false; n]; n];
            for (a, b) in (0..n * n).map(|k| (k / n, k % n)) {
                reaches[a][b] = a != b && rules[a].uses.contains(&rules[b].finds);
            }
            for (k, a, b) in (0..n * n * n).map(|x| (x / (n * n), x / n % n, x % n)) {
                reaches[a][b] |= reaches[a][k] && reaches[k][b];
            }
            for (a, b) in (0..n * n).map(|k| (k / n, k % n)).filter(|(a, b)| a != b && reaches[*a][*b]) {
                if reaches[b][a] {
                    prop_assert_eq!(found[a], found[b]);
                } else {
                    prop_assert!(found[a] > found[b]);
                }
            }
            prop_assert!(found.iter().all(|s| (*s as usize) < n.max(1)));
        }
    }
}
