//! What is asked of a contest of a pair: its game, its specifications, its names, its opponent.

use entente_measures::contest::game::{Game, State, Theatre, Value};

use entente_measures::contest::settlement::Settlement;

use super::{Budget, Efficacy, Front, Party, Setting};
use crate::error::Error;

impl Setting {
    /// The contest under one specification, every number at its middle.
    ///
    /// # Errors
    /// A contest that is unsound.
    pub fn game(&self, budget: &Budget, efficacy: &Efficacy) -> Result<Game, Error> {
        let fronts = self.in_play(budget);
        let is_in = |state: &String| fronts.iter().any(|f| f.states.contains(state));
        let states = budget.of.iter().filter(|f| is_in(&f.state)).map(|force| State::with_force(&force.state, force.value)).collect();
        let theatre = |front: &Front| {
            let reach = |state: &String| {
                let found = efficacy.of.iter().find(|r| r.theatre == front.id && r.state == *state);
                found.map_or(1.0, |r| r.belief.median())
            };
            Theatre {
                id: front.id.clone(),
                states: front.states.clone(),
                value: Value::Common(front.value.median()),
                efficacy: front.states.iter().map(reach).collect(),
                stalemate: 0.0,
            }
        };
        let theatres = fronts.iter().map(theatre).collect();
        Game::new(states, theatres, self.decisiveness.median()).map_err(|fault| Error::Measure(fault.into()))
    }

    /// The fronts among states that have a figure in a budget.
    pub fn in_play(&self, budget: &Budget) -> Vec<Front> {
        let is_in = |state: &String| budget.of.iter().any(|f| f.state == *state);
        let with = |front: &Front| Front { states: front.states.iter().filter(|s| is_in(s)).cloned().collect(), ..front.clone() };
        // Where the file itself has only one state contend, it does so here too.
        self.fronts
            .iter()
            .map(|front| (front.states.len(), with(front)))
            .filter(|(all, f)| f.states.len() >= 2.min(*all))
            .map(|(_, f)| f)
            .collect()
    }

    /// What is settled of the fronts among states that have a figure in a budget.
    pub fn settled_in(&self, budget: &Budget) -> Vec<Settlement> {
        let fronts = self.in_play(budget);
        self.settled.iter().filter(|s| fronts.iter().any(|f| f.id == s.theatre)).cloned().collect()
    }

    /// The same, with a note where the two have no opponent in common.
    pub(crate) fn noted(mut self) -> Self {
        if self.opponent().is_none() {
            let note = "the two have no opponent in common, so what one gains while it is busy with the other cannot be asked";
            self.notes.push(note.to_owned());
        }
        self
    }

    /// Every specification: each budget with each rule of loss, the main one first.
    pub fn specifications(&self) -> impl Iterator<Item = (&Budget, &Efficacy)> {
        let goes = |budget: &Budget, efficacy: &Efficacy| efficacy.budget.as_ref().is_none_or(|id| *id == budget.id);
        self.budgets.iter().flat_map(move |b| self.efficacies.iter().filter(move |e| goes(b, e)).map(move |e| (b, e)))
    }

    /// Ids of the pair.
    pub fn pair(&self) -> [&str; 2] {
        [0, 1].map(|n| self.states[n].id.as_str())
    }

    /// The name of a state.
    pub fn state(&self, id: &str) -> &str {
        self.states.iter().find(|s| s.id == id).map_or("", |s| s.name.as_str())
    }

    /// A front by its id.
    pub fn front(&self, id: &str) -> Option<&Front> {
        self.fronts.iter().find(|f| f.id == id)
    }

    /// Id of the front of the pair.
    pub fn ours(&self) -> &str {
        &self.settled[0].theatre
    }

    /// Whether a front is settled, wholly or in part.
    pub fn settles(&self, front: &str) -> bool {
        self.settled.iter().any(|s| s.theatre == front)
    }

    /// Fronts on which both states contend, other than those that are settled.
    pub fn between(&self, a: &str, b: &str) -> impl Iterator<Item = &Front> {
        let is_there = |front: &&Front, id: &str| front.states.iter().any(|s| s == id);
        self.fronts.iter().filter(move |f| !self.settles(&f.id) && is_there(f, a) && is_there(f, b))
    }

    /// The opponent that both have: with a front to each, and most to fight with. None if they have no such opponent.
    pub fn opponent(&self) -> Option<&Party> {
        let [a, b] = self.pair();
        let force = |party: &Party| self.budgets.first()?.of.iter().find(|f| f.state == party.id).map(|f| f.value);
        let both =
            self.states.iter().skip(2).filter(|s| self.between(a, &s.id).next().is_some() && self.between(b, &s.id).next().is_some());
        let both = both.filter_map(|party| Some((party, force(party)?)));
        both.max_by(|x, y| x.1.total_cmp(&y.1).then_with(|| y.0.ccode.cmp(&x.0.ccode))).map(|(party, _)| party)
    }
}
