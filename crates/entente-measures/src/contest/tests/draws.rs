//! The counterfactual under uncertainty.

use crate::contest::distribution::Distribution;
use crate::contest::draws::{Draws, Sampler, Scratch, run};
use crate::contest::fixtures::three_players;
use crate::contest::game::{Game, State, Theatre};
use crate::contest::multiplier::Multiplier;
use crate::contest::settlement::Settlement;
use crate::contest::solve::Options;
use crate::contest::study::{Apply, Parameter, Study, Target};
use crate::contest::summary::{Meaning, summarise};
use entente_core::testkit::assert_close;

fn parameter(id: &str, targets: Vec<Target>, distribution: Distribution, apply: Apply) -> Parameter {
    Parameter { id: id.to_owned(), targets, distribution, apply }
}

/// Ranges as for the three-player reading: r, values, efficacies at a distance, and errors of the forces.
fn study(draws: usize) -> Study {
    let value = |theatre: &str, low, high| {
        let target = Target::Value { theatre: theatre.to_owned() };
        parameter(theatre, vec![target], Distribution::Uniform { low, high }, Apply::Set)
    };
    let reach = |theatre: &str| {
        let target = Target::Efficacy { theatre: theatre.to_owned(), state: "U".to_owned() };
        parameter(&format!("reach {theatre}"), vec![target], Distribution::Uniform { low: 0.4, high: 0.9 }, Apply::Set)
    };
    let force = |state: &str, sigma| {
        let target = Target::Means { state: state.to_owned() };
        parameter(&format!("force {state}"), vec![target], Distribution::LogNormal { median: 1.0, sigma }, Apply::Scale)
    };
    let r = parameter("r", vec![Target::Decisiveness], Distribution::Uniform { low: 0.5, high: 1.0 }, Apply::Set);
    let parameters = vec![
        r,
        value("Europe", 0.5, 1.5),
        value("Pacific", 0.5, 1.5),
        value("border", 0.1, 1.0),
        reach("Europe"),
        reach("Pacific"),
        force("R", 0.15),
        force("C", 0.2),
        force("U", 0.05),
    ];
    Study { settlements: vec![Settlement::of("border")], parameters, draws, seed: 1, options: Options::default() }
}

/// R4: the same draws on one, two and four threads, and one by one in any order.
#[test]
fn threads_do_not_matter() {
    let (game, study) = (three_players(1.0), study(300));
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| run(&game, &study, || ()).unwrap())
    };
    let one = on(1);
    assert!(one == on(2) && one == on(4));
    let sampler = Sampler::new(&game, &study).unwrap();
    let mut scratch = Scratch::default();
    for index in [299, 3, 150] {
        assert_eq!(sampler.draw(index, &mut scratch), one.draws[index as usize]);
    }
    assert!(one.draws.iter().all(|d| d.outcome.is_ok()));
}

/// Another parameter does not move the draws of the others.
#[test]
fn parameters_have_numbers_of_their_own() {
    let (game, mut study) = (three_players(1.0), study(20));
    let before = run(&game, &study, || ()).unwrap();
    study.parameters.remove(1);
    let after = run(&game, &study, || ()).unwrap();
    assert!(before.draws.iter().zip(&after.draws).all(|(a, b)| a.values[0] == b.values[0] && a.values[2..] == b.values[1..]));
}

/// The summary against plain counting; and what the fixture says of the middle: R mostly has the larger multiplier, C the larger gain.
#[test]
fn summary_counts() {
    let game = three_players(1.0);
    let draws = run(&game, &study(2000), || ()).unwrap();
    let summary = summarise(&draws).unwrap();
    assert_eq!((summary.draws, summary.certified, summary.failed.len()), (2000, 2000, 0));
    for ordering in &summary.orderings {
        let more = draws.draws.iter().filter(|d| {
            let parties = d.outcome.as_ref().unwrap();
            match ordering.meaning {
                Meaning::Multiplier => parties[0].multiplier.ordered() > parties[1].multiplier.ordered(),
                Meaning::ShareFreed => parties[0].share_freed > parties[1].share_freed,
                Meaning::SuccessGained => parties[0].success_gained > parties[1].success_gained,
            }
        });
        assert_close(ordering.first_more.unwrap(), more.count() as f64 / 2000.0, 1e-12);
        assert_close([ordering.first_more, ordering.second_more, ordering.equal].into_iter().flatten().sum(), 1.0, 1e-12);
    }
    assert_eq!((summary.orderings.len(), summary.ranges.len(), summary.drivers.len()), (3, 6, 3 * 3 * 9));
    for range in &summary.ranges {
        let ends = [range.low90, range.low50, range.median, range.high50, range.high90].map(Option::unwrap);
        assert!(ends.windows(2).all(|w| w[0] < w[1]), "{range:?}");
    }
    // The more the border is worth, the more it holds down.
    let border = summary.drivers.iter().find(|d| d.meaning == Meaning::ShareFreed && d.state == "R" && d.than.is_none()).unwrap();
    assert!(border.parameter == "border" && border.rank_correlation > 0.5, "{border:?}");
}

/// A multiplier without bound counts as larger than any, and its end of the range is none.
#[test]
fn unbounded_is_largest() {
    let mut draws = run(&three_players(1.0), &study(10), || ()).unwrap();
    for (index, draw) in draws.draws.iter_mut().enumerate() {
        let parties = draw.outcome.as_mut().unwrap();
        parties[0].multiplier = if index < 6 { Multiplier::Unbounded } else { Multiplier::Solved(2.0) };
        parties[1].multiplier = Multiplier::Solved(3.0);
    }
    let summary = summarise(&draws).unwrap();
    let (range, ordering) = (&summary.ranges[0], &summary.orderings[0]);
    assert_eq!((range.unbounded, range.median, range.low90, range.high90), (6, None, Some(2.0), None));
    assert_eq!((ordering.first_more, ordering.second_more), (Some(0.6), Some(0.4)));
}

/// Draws that fail are counted with what they say, and the others are summed up.
#[test]
fn failures_are_counted() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let states = ids.map(|id| State::with_linear_cost(id, 1.0)).to_vec();
    let game = Game::new(states, vec![Theatre::new("k", &ids, 1.0), Theatre::new("l", &["a", "b"], 1.0)], 1.0).unwrap();
    let r = |low, high| parameter("r", vec![Target::Decisiveness], Distribution::Uniform { low, high }, Apply::Set);
    let study = |low, high| Study {
        settlements: vec![Settlement::of("l")],
        parameters: vec![r(low, high)],
        draws: 12,
        seed: 1,
        options: Options { starts: 3, seed: 1 },
    };
    let summary = summarise(&run(&game, &study(0.7, 1.3), || ()).unwrap()).unwrap();
    let failed: usize = summary.failed.iter().map(|f| f.count).sum();
    assert!(failed > 0 && failed + summary.certified == 12, "{summary:?}");
    let none: Result<_, _> = summarise(&Draws { draws: vec![], parameters: vec![], parties: vec![] });
    assert!(none.unwrap_err().to_string().contains("none of 0 draws"));
}

#[test]
fn studies_are_checked() {
    let game = three_players(1.0);
    let told = |change: &dyn Fn(&mut Study)| {
        let mut study = study(5);
        change(&mut study);
        run(&game, &study, || ()).unwrap_err().to_string()
    };
    assert_eq!(told(&|s| s.draws = 0), "the number of draws is zero; ask for at least one");
    assert!(told(&|s| s.parameters[1].id = "r".to_owned()).contains("stands for more than one parameter"));
    assert!(told(&|s| s.parameters[0].distribution = Distribution::Uniform { low: 0.5, high: 2.0 }).contains("at most 1.3"));
    assert!(told(&|s| s.parameters[1].distribution = Distribution::Uniform { low: -1.0, high: 2.0 }).contains("above zero"));
    assert!(told(&|s| s.parameters[6].targets = vec![Target::Means { state: "X".to_owned() }]).contains("\"X\""));
    let away = Target::Efficacy { theatre: "Pacific".to_owned(), state: "R".to_owned() };
    assert!(told(&|s| s.parameters[4].targets = vec![away.clone()]).contains("takes no part"));
}
