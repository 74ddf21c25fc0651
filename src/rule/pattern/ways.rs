//! How ways lead through the steps of a program: which steps are come to more than once, and under which number a run remembers that it was there.
//!
//! Comes in: the steps of a pattern. Goes out: a number for each step that must be remembered. What is repeated has numbers for each of its rounds, which lie
//! side by side: a run adds its rounds to the number.

use super::{Program, Step};

/// Makes one of runs of the same elements that stand side by side, which are written so where one may not be as long: looked at one inside the other they
/// would cost the product of their lengths. What must stand there comes before what may: `any{0,24}? any any{0,23}?` is one element and up to 47.
pub(super) fn join(steps: &mut [Step]) {
    let mut target = vec![false; steps.len() + 1];
    for step in steps.iter() {
        match step {
            Step::Split(a, b) => (target[*a as usize], target[*b as usize]) = (true, true),
            Step::Jump(to) => target[*to as usize] = true,
            Step::Repeat(repeat) => target[repeat.end as usize] = true,
            _ => {}
        }
    }
    // The last skip, where only what was joined with it stands behind it.
    let mut head = None;
    for (pc, is_target) in target.into_iter().enumerate().take(steps.len()) {
        let (before, rest) = steps.split_at_mut(pc);
        let last = head.filter(|_| !is_target);
        head = match (last.map(|head: usize| (head, &mut before[head])), &mut rest[0]) {
            (Some((head, Step::Skip { check: same, most: all, lazy: alike })), Step::Skip { check, most, lazy })
                if (&*same, &*alike) == (&*check, &*lazy) =>
            {
                *all = all.saturating_add(*most);
                rest[0] = Step::Jump(pc as u16 + 1);
                Some(head)
            }
            (Some((_, skip)), Step::Check(must)) if matches!(&*skip, Step::Skip { check, .. } if check == must) => {
                std::mem::swap(skip, &mut rest[0]);
                Some(pc)
            }
            (_, Step::Skip { .. }) => Some(pc),
            _ => None,
        };
    }
}

/// Numbers the steps that are remembered and sets the strides of repetitions. Gives a number for each step, and how many there are.
pub(super) fn number(steps: &mut [Step]) -> (Vec<u16>, u16) {
    let merges = merges(steps);
    let mut marks = vec![Program::PASSED; steps.len()];
    let mut next = 0u16;
    // The first numbers of the repetitions that are open.
    let mut open = Vec::new();
    for pc in 0..steps.len() {
        if let Step::Repeat(_) = steps[pc] {
            open.push(next);
        }
        if merges[pc] {
            marks[pc] = next;
            next = next.saturating_add(1);
        }
        if let (Step::Again { head, .. }, Some(first)) = (&steps[pc], open.last()) {
            let (head, first) = (*head as usize, *first);
            open.pop();
            let one = (next - first).max(1);
            let mut rounds = 1;
            if let Step::Repeat(repeat) = &mut steps[head] {
                repeat.stride = one;
                rounds += repeat.most;
            }
            next = first.saturating_add(one.saturating_mul(rounds));
            steps[pc] = Step::Again { head: head as u16, stride: one };
            for inner in &mut steps[head + 1..pc] {
                if let Step::Repeat(inner) = inner {
                    inner.outer.push(one);
                }
            }
        }
    }
    (marks, next)
}

/// For each step whether it may be come to more than once at one place in one round: by jumps, or over edges and repetitions of different lengths.
fn merges(steps: &[Step]) -> Vec<bool> {
    let mut ways = vec![0u8; steps.len()];
    let mut lead = |to: usize, by: u8| {
        if let Some(n) = ways.get_mut(to) {
            *n = n.saturating_add(by);
        }
    };
    for (pc, step) in steps.iter().enumerate() {
        match step {
            Step::Split(a, b) => {
                lead(*a as usize, 1);
                lead(*b as usize, 1);
            }
            Step::Jump(to) => lead(*to as usize, 1),
            // After any of the rounds.
            Step::Repeat(repeat) => {
                lead(pc + 1, 1);
                lead(repeat.end as usize, 2);
            }
            // To the head in another round.
            Step::Again { .. } | Step::Match => {}
            Step::Edge(..) | Step::Skip { .. } => lead(pc + 1, 2),
            _ => lead(pc + 1, 1),
        }
    }
    ways.into_iter().map(|n| n > 1).collect()
}
