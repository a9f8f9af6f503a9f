//! What the common opponent of the pair does: in a crisis, and when one of the two presses harder.

use entente_measures::contest::distraction::Front;
use entente_measures::contest::opportunity::{Bearing, HIGHLY_UNLIKELY, Side};

use super::super::super::crisis::Stage;
use super::super::super::outcome::Outcome;
use super::super::super::page::Part;
use super::super::super::words::{belief, chance, figure, hundredths};

/// A crisis on either side.
pub(in super::super) fn crises(outcome: &Outcome) -> Option<Part> {
    let setting = &outcome.setting;
    let front = |id: &str| setting.front(id).map_or(id.to_owned(), |f| f.name.clone());
    let mut part = Part { heading: "A crisis elsewhere: attack, posture or stay".to_owned(), ..Part::default() };
    for crisis in &outcome.crises {
        let (opportunist, defender) = (setting.state(&crisis.opportunist), setting.state(&crisis.defender));
        let (theatre, elsewhere, stage) = (front(&crisis.theatre), front(&crisis.elsewhere), &crisis.settled);
        let leaving = stage.opening.share_leaving;
        let moves = match leaving >= 0.0 {
            true => format!("draws {} of the force of {defender} from {elsewhere}", hundredths(leaving)),
            false => format!("draws nothing of the force of {defender} from {elsewhere}, which grows by {}", hundredths(-leaving)),
        };
        part.text.push(format!(
            "A crisis in {theatre} (its value two to five times as high), the pair's own front being quiet, {moves}. That {opportunist} attacks there is \
             highly unlikely (below {}) in {} of what may be believed, and fails in {} ({} at a bound of {}, {} at {}). {} With all at its middle the \
             probability of an attack is {}.",
            figure(HIGHLY_UNLIKELY),
            chance(1.0 - stage.verdict.share_failing),
            chance(stage.verdict.share_failing),
            chance(stage.failing[1].share),
            figure(stage.failing[1].bound),
            chance(stage.failing[2].share),
            figure(stage.failing[2].bound),
            decided(stage),
            chance(stage.attack_at_medians),
        ));
        if stage.uncertified + crisis.contested.uncertified > 0 {
            let lost = stage.uncertified + crisis.contested.uncertified;
            part.text.push(format!("{lost} of {} draws have no certified answer and are left out.", 2 * stage.draws));
        }
        for (stage, name) in [(stage, "quiet"), (&crisis.contested, "contested")] {
            part.rows.push(vec![
                theatre.clone(),
                format!("{opportunist}, {elsewhere}"),
                name.to_owned(),
                hundredths(stage.opening.share_leaving),
                format!("{} to {}", hundredths(stage.opening.success_before), hundredths(stage.opening.success_at_once)),
                chance(stage.verdict.share_failing),
            ]);
        }
    }
    if part.rows.is_empty() {
        return None;
    }
    let believed = &setting.crisis;
    let stakes = &believed.stakes;
    part.text.push(format!(
        "Believed of a crisis, in units of the usual prize: prize {}; loss from escalation {}; cost of war {}; benefit of attention {}, at a cost of {}. \
         That the opponent is resolute: {}. How sharply a choice answers to what it brings: {}. Whether a posture pays hangs on these alone, and not on \
         the contest; with all at its middle its probability is {}.",
        belief(&believed.prize),
        belief(&believed.escalation),
        figure(stakes.war_cost),
        figure(stakes.status),
        figure(stakes.posture_cost),
        belief(&believed.resolve),
        belief(&believed.responsiveness),
        chance(outcome.crises[0].settled.posture_at_medians),
    ));
    let columns = ["crisis in", "opportunist", "the pair's front", "force leaving", "its success", "\"highly unlikely\" fails in"];
    part.columns = columns.map(str::to_owned).to_vec();
    Some(part)
}

/// What decides whether an attack is highly unlikely, and below which loss from escalation it is not.
fn decided(stage: &Stage) -> String {
    let find = |name: &str| stage.verdict.numbers.iter().find(|n| n.number == name);
    let turns = |bearing: Option<&Bearing>| {
        let (at, side) = bearing.and_then(|b| Some((b.turns_at?, b.fails?)))?;
        Some(format!("{} {}", if side == Side::Below { "below" } else { "above" }, figure(at)))
    };
    let decides = stage.verdict.decided_by.as_deref().unwrap_or("nothing");
    let escalation = match turns(find("escalation")) {
        Some(turn) => format!("with all else at its middle it fails where the loss from escalation is {turn} times the usual prize"),
        None => "no loss from escalation that may be believed turns it alone".to_owned(),
    };
    let other = turns(find(decides).filter(|b| b.number != "escalation")).map_or(String::new(), |turn| format!(", or {decides} {turn}"));
    format!("What decides it most is {decides}; {escalation}{other}.")
}

/// How the opponent answers.
pub(in super::super) fn distractions(outcome: &Outcome) -> Option<Part> {
    let setting = &outcome.setting;
    let opponent = setting.opponent()?;
    let signed = |e: f64| if e.abs() < 5e-3 { "0.00".to_owned() } else { format!("{e:+.2}") };
    let elasticity = |f: &Front| f.elasticity.or(f.elasticity_resolved).map_or("-".to_owned(), signed);
    let mut rows = Vec::new();
    for found in &outcome.distractions {
        for quiet in &found.settled {
            let contested = found.contested.iter().find(|f| f.theatre == quiet.theatre);
            rows.push(vec![
                setting.state(&found.presses).to_owned(),
                setting.front(&quiet.theatre).map_or(quiet.theatre.clone(), |f| f.name.clone()),
                hundredths(quiet.share),
                elasticity(quiet),
                contested.map_or("-".to_owned(), elasticity),
            ]);
        }
    }
    let text = format!(
        "By how many per cent the force of {} on each of its fronts moves when one of the two presses one per cent harder everywhere: with the \
         pair's own front quiet, and with it contested.{}",
        opponent.name,
        if outcome.distractions.iter().all(|d| d.is_confirmed) { "" } else { " Two ways to compute it differ: a corner is near." }
    );
    Some(Part {
        heading: "Distraction".to_owned(),
        text: vec![text],
        columns: ["who presses", "front", "share of its force", "per cent, quiet", "contested"].map(str::to_owned).to_vec(),
        rows,
    })
}
