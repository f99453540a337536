//! Parts that several threads make at once, and one takes in their order.
//!
//! Input: how many parts there are, what makes each, and what takes it. Output: all of them taken; no more than some are
//! held. Entry point: [`in_order`].

use std::io;
use std::ops::Range;

use rayon::prelude::*;

/// How many parts are made by one thread at once, and how many such runs are held.
const RUN: usize = 64;
const RUNS: usize = 8;

/// Makes all of so many parts, a run of them at a time, and gives what each run comes to in its order to `take`, while the next
/// ones are being made.
pub fn in_order<M: Send>(
    parts: usize,
    make: impl Fn(Range<usize>) -> M + Sync,
    mut take: impl FnMut(M) -> io::Result<()>,
) -> io::Result<()> {
    let mut ready: Vec<M> = Vec::new();
    for start in (0..=parts).step_by(RUN * RUNS) {
        let mut made = Vec::new();
        let taken = rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                let runs = (start..parts.min(start + RUN * RUNS)).into_par_iter().step_by(RUN);
                runs.map(|at| make(at..parts.min(at + RUN))).collect_into_vec(&mut made);
            });
            ready.drain(..).try_for_each(&mut take)
        });
        taken?;
        ready = made;
    }
    ready.into_iter().try_for_each(take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_taken_once_and_in_order() {
        for parts in [0, 1, 63, 64, 512, 513, 5_000] {
            let mut all = Vec::new();
            let taken = in_order(parts, Vec::from_iter, |run| {
                all.extend(run);
                Ok(())
            });
            assert!(taken.is_ok());
            assert_eq!(all, Vec::from_iter(0..parts));
        }
    }

    #[test]
    fn what_cannot_be_taken_ends_it() {
        let mut runs = 0;
        let taken = in_order(
            5_000,
            |_| (),
            |()| {
                runs += 1;
                Err(io::Error::other("full"))
            },
        );
        assert!(taken.is_err());
        assert_eq!(runs, 1);
    }
}
