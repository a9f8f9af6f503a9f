//! The fast pass over all pairs against the plain functions, bit by bit, and what must hold whatever the input.

use proptest::prelude::*;

use super::ties::{self, Ties, whole_weights};
use super::votes::{self, Votes};
use super::{LARGEST, Rows, TOO_FEW, UNDEFINED, VALUE, pair_count};
use crate::Error;
use crate::similarity::agreement::{MinimumShared, agreement};
use crate::similarity::alignment::alignment;
use crate::similarity::joint::Distance::{Absolute, Nominal, Squared};
use crate::similarity::joint::JointCounts;
use crate::similarity::{kappa::kappa, kappa_rank::kappa_rank, pi::pi, s_score::s_score, tau_b::tau_b};

/// Values and codes of all pairs, by measure.
type Found = (Vec<Vec<f64>>, Vec<Vec<u8>>);

fn found(length: usize, run: impl FnOnce(&mut Rows<'_, 11>) -> Result<(), Error>) -> Result<Found, Error> {
    let (mut values, mut codes) = (vec![vec![0.0; length]; 11], vec![vec![VALUE; length]; 11]);
    let mut at = values.iter_mut();
    let mut code = codes.iter_mut();
    let mut rows = Rows {
        values: std::array::from_fn(|_| at.next().unwrap().as_mut_slice()),
        codes: std::array::from_fn(|_| code.next().unwrap().as_mut_slice()),
    };
    run(&mut rows)?;
    Ok((values, codes))
}

fn of_ties(n: usize, valued: &[u8], weights: Option<&[f64]>) -> Found {
    found(pair_count(n), |rows| Ties::new(n, valued, weights)?.measure(&[], &mut Default::default(), rows)).unwrap()
}

fn of_votes(n: usize, calls: usize, given: &[u8], minimum: usize) -> Found {
    found(pair_count(n), |rows| Votes::new(n, calls, given, MinimumShared(minimum))?.measure(&[], &mut Default::default(), rows)).unwrap()
}

/// One pair of portfolios, by the plain functions.
fn plain_ties(x: &[u8], y: &[u8], weights: Option<&[f64]>) -> [Result<f64, Error>; 11] {
    let pairs = || x.iter().zip(y).map(|(x, y)| (usize::from(*x), usize::from(*y)));
    let valued = JointCounts::<4>::tally(pairs());
    let binary = JointCounts::<2>::tally(pairs().map(|(x, y)| (x.min(1), y.min(1))));
    let mut by_weight = [[0.0; 4]; 4];
    for ((x, y), w) in pairs().zip(weights.unwrap_or_default()) {
        by_weight[x][y] += w;
    }
    [
        s_score(&valued, Absolute),
        s_score(&valued, Squared),
        s_score(&binary, Absolute),
        pi(&valued, Nominal),
        pi(&binary, Nominal),
        kappa(&valued, Squared),
        kappa_rank(&valued),
        kappa(&binary, Nominal),
        tau_b(&valued),
        alignment(&valued, Squared),
        s_score(&JointCounts::from_weights(by_weight).unwrap(), Absolute),
    ]
}

/// One pair of rows of votes, by the plain functions.
fn plain_votes(x: &[u8], y: &[u8], minimum: usize) -> [Result<f64, Error>; 11] {
    let shared = x.iter().zip(y).filter(|(x, y)| **x < 3 && **y < 3).map(|(x, y)| (usize::from(*x), usize::from(*y)));
    let joint = JointCounts::<3>::tally(shared);
    let n = joint.total();
    let enough = || joint.with_at_least("votes", MinimumShared(minimum));
    let alike = agreement(&joint, MinimumShared(minimum));
    [
        Ok(n),
        enough().and_then(|j| s_score(&j, Absolute)),
        enough().and_then(|j| s_score(&j, Squared)),
        enough().and_then(|j| pi(&j, Nominal)),
        enough().and_then(|j| kappa(&j, Squared)),
        enough().and_then(|j| kappa_rank(&j)),
        enough().and_then(|j| tau_b(&j)),
        enough().and_then(|j| alignment(&j, Squared)),
        alike.clone().map(|a| a.agree3),
        alike.clone().map(|a| a.agree_strict),
        alike.and_then(|a| a.agree_yesno.ok_or(Error::TooFew { measure: "votes", needed: minimum, found: a.n_yesno })),
    ]
}

fn check(ours: &Found, names: &[&str; 11], plain: impl Fn(usize, usize) -> [Result<f64, Error>; 11], n: usize) {
    let mut row = 0;
    for i in 0..n {
        for j in i + 1..n {
            for (m, expected) in plain(i, j).iter().enumerate() {
                let (value, code) = (ours.0[m][row], ours.1[m][row]);
                let place = format!("{} of {i} and {j}: {value}, plain {expected:?}", names[m]);
                match expected {
                    // Compared as bits, but for the sign of a zero.
                    Ok(expected) => assert!(value == *expected && code == VALUE, "{place}"),
                    Err(Error::TooFew { needed, .. }) if *needed > 1 => assert!(value.is_nan() && code == TOO_FEW, "{place} {code}"),
                    Err(_) => assert!(value.is_nan() && code != VALUE, "{place} {code}"),
                }
            }
            row += 1;
        }
    }
    assert_eq!(row, pair_count(n));
}

/// Ties of up to 70 states, so that more than two turns of lanes are needed: mostly none, as they are; with a constant state.
fn any_ties() -> impl Strategy<Value = (usize, Vec<u8>, Vec<f64>)> {
    let category = prop_oneof![6 => Just(0_u8), 1 => Just(1), 1 => Just(2), 2 => Just(3)];
    (1_usize..70, 0_usize..3).prop_flat_map(move |(n, constant)| {
        let weights = prop::collection::vec(prop_oneof![Just(0.0), 1e-9..0.5], n);
        (prop::collection::vec(category.clone(), n * n), weights).prop_map(move |(mut valued, weights)| {
            (0..n).for_each(|i| valued[i * n + i] = 3);
            (0..constant.min(n)).for_each(|i| valued[i * n..(i + 1) * n].fill(3));
            (n, valued, weights)
        })
    })
}

/// Votes of up to 40 states on up to 90 roll calls: each state with habits of its own, some of them always the same.
fn any_votes() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    (1_usize..40, 0_usize..90).prop_flat_map(|(n, calls)| {
        (prop::collection::vec(0_u8..8, n), prop::collection::vec(0_u8..=255, n * calls)).prop_map(move |(habits, mut drawn)| {
            for (at, vote) in drawn.iter_mut().enumerate() {
                let habit = habits[at % n];
                *vote = if habit < 4 {
                    habit
                } else if *vote < 130 {
                    habit - 4
                } else {
                    *vote % 4
                };
            }
            (n, calls, drawn)
        })
    })
}

/// States that are tied to all differ in how, so valued measures have values; whether they are tied does not vary, so binary ones have none.
#[test]
fn tied_to_all_is_constant_for_binary_measures() {
    let (values, codes) = of_ties(2, &[3, 1, 2, 3], Some(&[0.5, 0.5]));
    for (m, name) in ties::MEASURES.iter().enumerate() {
        let is_undefined = ["pi_binary", "kappa_binary"].contains(name);
        assert_eq!((values[m][0].is_nan(), codes[m][0] == UNDEFINED), (is_undefined, is_undefined), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn ties_equal_the_plain_functions((n, valued, weights) in any_ties()) {
        let whole = whole_weights(&weights);
        let ours = of_ties(n, &valued, Some(&weights));
        let row = |i: usize| &valued[i * n..(i + 1) * n];
        check(&ours, &ties::MEASURES, |i, j| plain_ties(row(i), row(j), Some(&whole)), n);
    }

    #[test]
    fn votes_equal_the_plain_functions((n, calls, given) in any_votes(), minimum in 1_usize..30) {
        let ours = of_votes(n, calls, &given, minimum);
        let row = |i: usize| (0..calls).map(|call| given[call * n + i]).collect::<Vec<u8>>();
        check(&ours, &votes::MEASURES, |i, j| plain_votes(&row(i), &row(j), minimum), n);
    }

    /// Weights rounded to whole multiples change S by no more than their rounding.
    #[test]
    fn weights_may_be_of_any_size((n, valued, weights) in any_ties(), scale in -200_i32..200) {
        let scaled: Vec<f64> = weights.iter().map(|w| w * 10_f64.powi(scale)).collect();
        let (one, other) = (of_ties(n, &valued, Some(&weights)), of_ties(n, &valued, Some(&scaled)));
        let row = |i: usize| &valued[i * n..(i + 1) * n];
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        for ((x, y), (i, j)) in one.0[10].iter().zip(&other.0[10]).zip(pairs) {
            prop_assert!((x - y).abs() < 1e-13 || (x.is_nan() && y.is_nan()));
            if let Ok(plain) = &plain_ties(row(i), row(j), Some(&weights))[10] {
                prop_assert!((x - plain).abs() < 1e-13, "{} {}", x, plain);
            }
        }
    }

    /// M1 and M2: ranges; equal weights are no weights; a portfolio is like itself; nothing is 0 or 1 for want of a value.
    #[test]
    fn ties_have_their_ranges((n, valued, _) in any_ties()) {
        // Each portfolio twice, as that of two states.
        let doubled: Vec<u8> = valued.chunks_exact(n).flat_map(|row| [row, row].concat()).collect();
        let twice: Vec<u8> = doubled.chunks_exact(2 * n).flat_map(|row| [row, row].concat()).collect();
        let (values, codes) = of_ties(2 * n, &twice, Some(&vec![0.25; 2 * n]));
        let mut row = 0;
        for i in 0..2 * n {
            for j in i + 1..2 * n {
                for m in [0, 1, 2, 6, 8, 9, 10] {
                    prop_assert!(values[m][row].is_nan() || (-1.0..=1.0).contains(&values[m][row]), "{} {}", m, values[m][row]);
                }
                for m in [3, 4, 5, 7] {
                    prop_assert!(values[m][row].is_nan() || values[m][row] <= 1.0);
                }
                prop_assert!((values[0][row] - values[10][row]).abs() < 1e-15);
                if i / 2 == j / 2 {
                    for m in [0, 1, 2, 3, 4, 5, 6, 7, 8] {
                        prop_assert!(values[m][row] == 1.0 || (m > 2 && codes[m][row] == UNDEFINED), "{} {}", m, values[m][row]);
                    }
                }
                row += 1;
            }
        }
    }

    /// Third states in another order, and all states renumbered: the same bits.
    #[test]
    fn order_does_not_matter((n, valued, weights) in any_ties(), turn in 0_usize..70) {
        let of = |k: usize| (n - 1 - k + turn) % n;
        let moved: Vec<u8> = (0..n * n).map(|at| valued[of(at / n) * n + of(at % n)]).collect();
        let moved_weights: Vec<f64> = (0..n).map(|k| weights[of(k)]).collect();
        let (one, other) = (of_ties(n, &valued, Some(&weights)), of_ties(n, &moved, Some(&moved_weights)));
        let row = |i: usize, j: usize| { let (i, j) = (i.min(j), i.max(j)); i * (2 * n - i - 1) / 2 + j - i - 1 };
        for i in 0..n {
            for j in i + 1..n {
                for m in 0..11 {
                    let (x, y) = (one.0[m][row(of(i), of(j))], other.0[m][row(i, j)]);
                    // Kappa sums over one side and then the other, so that sides exchanged may round otherwise: they do not.
                    prop_assert!(x == y || (x.is_nan() && y.is_nan()), "{} {} {}", m, x, y);
                }
            }
        }
    }
}

/// By hand, three states and five roll calls. First and second share all five: yes-yes, yes-no, abstain-abstain, no-no, yes-yes. Alike 4
/// of 5; |d| sums to 2, so S = 1 - 2*.4/2 = .6; d^2 to 4, S = 1 - 2*.8/4 = .6. The third never voted.
#[test]
fn votes_by_hand() {
    let given = [0, 0, 3, 0, 2, 3, 1, 1, 3, 2, 2, 3, 0, 0, 3];
    let (values, codes) = of_votes(3, 5, &given, 5);
    let first: Vec<f64> = values.iter().map(|v| v[0]).collect();
    assert_eq!((first[0], first[1], first[2], first[8], first[9]), (5.0, 0.6, 0.6, 0.8, 0.8));
    // Four of the five are yes or no on both sides, fewer than the five asked for.
    assert!(first[10].is_nan() && codes[10][0] == TOO_FEW);
    assert!(values[0][1..] == [0.0, 0.0] && (1..11).all(|m| values[m][1].is_nan() && codes[m][1] == TOO_FEW));
}

/// M3. By hand: the own tie lies at two items, one for each of the pair; at each, the other state's tie stands against it. So with k and
/// l the ties between the two, raising the own tie by one adds 2 to the sum of |x - y| wherever k and l are below it: S falls by 4/(3n).
#[test]
fn own_tie_moves_s_as_derived() {
    let with = |own: u8| [own, 1, 0, 0, 1, own, 0, 2, 0, 0, own, 0, 0, 2, 0, own];
    let s = |own: u8| of_ties(4, &with(own), None).0[0][0];
    assert!((s(2) - s(3) - 4.0 / 12.0).abs() < 1e-15 && (s(1) - s(2) - 4.0 / 12.0).abs() < 1e-15);
}

#[test]
fn a_pair_that_never_was_has_no_row() {
    let n = 40;
    let valued: Vec<u8> = (0..n * n).map(|at| if at % (n + 1) == 0 { 3 } else { (at * 7 % 11 % 4) as u8 }).collect();
    let all = of_ties(n, &valued, None);
    let gone = [(0, 1), (0, 2), (0, 33), (5, 39), (38, 39)];
    let some =
        found(pair_count(n) - gone.len(), |rows| Ties::new(n, &valued, None)?.measure(&gone, &mut Default::default(), rows)).unwrap();
    let pairs = (0..n as u16).flat_map(|i| (i + 1..n as u16).map(move |j| (i, j)));
    let kept: Vec<f64> = pairs.zip(&all.0[0]).filter(|(pair, _)| !gone.contains(pair)).map(|(_, v)| *v).collect();
    assert_eq!(kept, some.0[0]);
}

/// Years of other sizes before, in the same memory.
#[test]
fn memory_used_again_leaves_nothing_behind() {
    let of = |n: usize, seed: usize| -> Vec<u8> { (0..n * n).map(|at| (at * seed % 13 % 4) as u8).collect() };
    let (mut of_ties_memory, mut of_votes_memory) = (ties::Memory::default(), votes::Memory::default());
    for (n, seed) in [(40, 7), (9, 5), (70, 3), (33, 11), (40, 2)] {
        let (square, weights) = (of(n, seed), vec![0.5; n]);
        let again = found(pair_count(n), |rows| Ties::new(n, &square, Some(&weights))?.measure(&[], &mut of_ties_memory, rows)).unwrap();
        assert_eq!(format!("{again:?}"), format!("{:?}", of_ties(n, &square, Some(&weights))));
        let minimum = MinimumShared(5);
        let again = found(pair_count(n), |rows| Votes::new(n, n, &square, minimum)?.measure(&[], &mut of_votes_memory, rows)).unwrap();
        assert_eq!(format!("{again:?}"), format!("{:?}", of_votes(n, n, &square, 5)));
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(Ties::new(2, &[3, 0, 0], None).is_err() && Ties::new(2, &[3, 0, 4, 3], None).is_err());
    assert!(Ties::new(1, &[3], Some(&[-1.0])).is_err() && Ties::new(1, &[3], Some(&[])).is_err());
    assert!(Ties::new(LARGEST + 1, &[], None).is_err() && Votes::new(2, 1, &[0], MinimumShared(1)).is_err());
    assert!(found(2, |rows| Ties::new(2, &[3, 0, 0, 3], None)?.measure(&[], &mut Default::default(), rows)).is_err());
    assert_eq!(of_ties(0, &[], None).0[0], Vec::<f64>::new());
}

/// The largest sums that the bound admits are still exact.
#[test]
fn the_largest_year_is_exact() {
    let n = LARGEST;
    let valued: Vec<u8> = (0..n * n).map(|at| if at / n < n / 2 { 3 } else { (at % 2) as u8 }).collect();
    let (values, _) = of_ties(n, &valued, None);
    let row = |i: usize| &valued[i * n..(i + 1) * n];
    let at = n - 2; // first with last
    for (m, plain) in plain_ties(row(0), row(n - 1), None).iter().enumerate().take(10) {
        match plain {
            Ok(plain) => assert_eq!(values[m][at], *plain, "{}", ties::MEASURES[m]),
            Err(_) => assert!(values[m][at].is_nan()),
        }
    }
}
