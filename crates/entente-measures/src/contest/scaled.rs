//! A contest as the solvers see it: without units, and only the slots where something is decided.
//!
//! Force is counted in the state's own budget (with a cost: in the force that its largest prize would pay for), value in the state's largest
//! prize, and impact in the largest that any participant could have in the theatre. So the answer does not depend on units. A theatre with
//! no stalemate and one armed participant is decided already: any force holds it. Its holder keeps a token there, [`TOKEN`] of its force.

use super::game::{Game, Means};

/// Share of a state's force that holds a theatre in which nobody else is armed. Chosen: an infinitesimal force would do, so it must be
/// below what a certificate allows (1e-10); half or double changes nothing that is reported.
const TOKEN: f64 = 1e-12;

/// How a state's total force is decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Closing {
    /// It is given.
    Fixed(f64),
    /// Its square is paid: the price of force is twice the total.
    Quadratic,
    /// It is paid in proportion: the price of force is one.
    Linear,
    /// Nothing is to be decided.
    Idle,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Scaled {
    pub(super) r: f64,
    /// Slots of theatre k are `first[k]..first[k + 1]`.
    pub(super) first: Vec<usize>,
    pub(super) stalemate: Vec<f64>,
    pub(super) state: Vec<usize>,
    pub(super) theatre: Vec<usize>,
    pub(super) value: Vec<f64>,
    /// Impact is (reach times force) to the power r.
    pub(super) reach: Vec<f64>,
    /// Logarithm of value times reach times r.
    pub(super) log_gain: Vec<f64>,
    /// Slots of state i are `owned[owned_first[i]..owned_first[i + 1]]`.
    owned_first: Vec<usize>,
    owned: Vec<usize>,
    pub(super) closing: Vec<Closing>,
    /// Slot of the game.
    pub(super) origin: Vec<usize>,
    /// Force that counts as one.
    pub(super) unit: Vec<f64>,
    /// Value that counts as one.
    pub(super) worth: Vec<f64>,
    /// Slots of the game that are decided already: force in the state's unit, and success.
    pub(super) decided: Vec<(usize, f64, f64)>,
}

impl Scaled {
    /// The contest with the value of each theatre multiplied by a factor; a theatre with factor zero is not there.
    pub(super) fn new(game: &Game, factors: &[f64]) -> Self {
        let n = game.states.len();
        let value = |e: usize| game.slots[e].value * factors[game.slots[e].theatre];
        let is_armed: Vec<bool> = (0..n).map(|i| game.is_armed(i)).collect();
        let mut contested = vec![false; game.slots.len()];
        let (mut best, mut best_alone) = (vec![0.0_f64; n], vec![0.0_f64; n]);
        for (place, _) in game.theatres.iter().zip(factors).filter(|(_, factor)| **factor > 0.0) {
            let armed = place.slots().filter(|e| is_armed[game.slots[*e].state]).count();
            let is_open = armed > 1 || (armed == 1 && place.stalemate > 0.0);
            for e in place.slots().filter(|e| is_armed[game.slots[*e].state]) {
                let i = game.slots[e].state;
                contested[e] = is_open;
                let most = if is_open { &mut best[i] } else { &mut best_alone[i] };
                *most = most.max(value(e));
            }
        }
        let worth: Vec<f64> =
            best.iter().zip(&best_alone).map(|(b, alone)| if *b > 0.0 { *b } else { alone.max(f64::MIN_POSITIVE) }).collect();
        let unit: Vec<f64> = game
            .states
            .iter()
            .zip(&worth)
            .map(|(state, worth)| match state.means {
                Means::Force(force) => force,
                Means::QuadraticCost(cost) => (state.scale * worth / cost).sqrt(),
                Means::LinearCost(cost) => state.scale * worth / cost,
            })
            .collect();
        let mut out = Self {
            r: game.decisiveness,
            first: vec![0],
            stalemate: Vec::new(),
            state: Vec::new(),
            theatre: Vec::new(),
            value: Vec::new(),
            reach: Vec::new(),
            log_gain: Vec::new(),
            owned_first: Vec::new(),
            owned: Vec::new(),
            closing: Vec::new(),
            origin: Vec::new(),
            unit,
            worth,
            decided: Vec::new(),
        };
        for (place, _) in game.theatres.iter().zip(factors).filter(|(_, factor)| **factor > 0.0) {
            let largest =
                place.slots().filter(|e| contested[*e]).map(|e| game.slots[e].efficacy * out.unit[game.slots[e].state]).fold(0.0, f64::max);
            if largest > 0.0 {
                for e in place.slots().filter(|e| contested[*e]) {
                    let slot = game.slots[e];
                    out.push(e, slot.state, value(e) / out.worth[slot.state], slot.efficacy * out.unit[slot.state] / largest);
                }
                out.stalemate.push(place.stalemate / largest.powf(out.r));
                out.first.push(out.state.len());
            }
        }
        out.close(game);
        out.decide(game, factors, &contested, &is_armed);
        out
    }

    /// The same contest with another decisiveness, to start from: stalemate keeps its weight beside impact.
    pub(super) fn set_decisiveness(&mut self, r: f64) {
        let change = r.ln() - self.r.ln();
        self.log_gain.iter_mut().for_each(|gain| *gain += change);
        self.r = r;
    }

    fn push(&mut self, origin: usize, state: usize, value: f64, reach: f64) {
        self.origin.push(origin);
        self.state.push(state);
        self.theatre.push(self.stalemate.len());
        self.value.push(value);
        self.reach.push(reach);
        self.log_gain.push(value.ln() + reach.ln() + self.r.ln());
    }

    /// Says how each state's total is decided.
    fn close(&mut self, game: &Game) {
        self.list(game.states.len());
        let closing = |i: usize| match game.states[i].means {
            _ if self.owned(i).is_empty() => Closing::Idle,
            Means::Force(_) => Closing::Fixed(1.0),
            Means::QuadraticCost(_) => Closing::Quadratic,
            Means::LinearCost(_) => Closing::Linear,
        };
        self.closing = (0..game.states.len()).map(closing).collect();
    }

    /// Lists each state's slots.
    fn list(&mut self, n: usize) {
        self.owned_first = vec![0; n + 1];
        self.state.iter().for_each(|i| self.owned_first[i + 1] += 1);
        (0..n).for_each(|i| self.owned_first[i + 1] += self.owned_first[i]);
        let mut next = self.owned_first.clone();
        self.owned = vec![0; self.state.len()];
        for (e, i) in self.state.iter().enumerate() {
            self.owned[next[*i]] = e;
            next[*i] += 1;
        }
    }

    /// The same contest with some slots left out. What the slots left out held is not given to the others.
    pub(super) fn restricted(&self, kept: &[bool]) -> Self {
        fn keep<T: Copy>(list: &[T], kept: &[bool]) -> Vec<T> {
            list.iter().zip(kept).filter(|(_, kept)| **kept).map(|(x, _)| *x).collect()
        }
        let mut out = self.clone();
        out.state = keep(&self.state, kept);
        out.theatre = keep(&self.theatre, kept);
        out.value = keep(&self.value, kept);
        out.reach = keep(&self.reach, kept);
        out.log_gain = keep(&self.log_gain, kept);
        out.origin = keep(&self.origin, kept);
        out.first = std::iter::once(0).chain((1..self.first.len()).map(|k| kept[..self.first[k]].iter().filter(|x| **x).count())).collect();
        out.list(self.states());
        for i in 0..out.states() {
            if out.owned(i).is_empty() {
                out.closing[i] = Closing::Idle;
            }
        }
        out
    }

    /// Fills in what is decided before anybody moves.
    fn decide(&mut self, game: &Game, factors: &[f64], contested: &[bool], is_armed: &[bool]) {
        let mut alone = vec![0.0; game.states.len()];
        let mut settled: Vec<(usize, f64)> = Vec::new();
        for (k, place) in game.theatres.iter().enumerate().filter(|(k, _)| factors[*k] > 0.0) {
            let armed = place.slots().filter(|e| is_armed[game.slots[*e].state]).count();
            for e in place.slots().filter(|e| !contested[*e]) {
                let i = game.slots[e].state;
                let holds = is_armed[i];
                // Nobody is armed: equal shares by rule, unless the stalemate mass takes it.
                let nobody = if armed == 0 && place.stalemate == 0.0 { 1.0 / place.slots().len() as f64 } else { 0.0 };
                settled.push((e, if holds { 1.0 } else { nobody }));
                alone[i] += if holds { game.slots[e].value * factors[k] } else { 0.0 };
            }
        }
        for (e, success) in settled {
            let i = game.slots[e].state;
            let force = match (is_armed[i], self.closing[i]) {
                (false, _) => 0.0,
                // Nothing else to do with it: in proportion to value.
                (true, Closing::Idle) if matches!(game.states[i].means, Means::Force(_)) => {
                    game.slots[e].value * factors[game.slots[e].theatre] / alone[i]
                }
                (true, Closing::Fixed(budget)) => {
                    self.closing[i] = Closing::Fixed(budget - TOKEN);
                    TOKEN
                }
                (true, _) => TOKEN,
            };
            self.decided.push((e, force, success));
        }
    }

    /// Number of states.
    pub(super) fn states(&self) -> usize {
        self.closing.len()
    }

    /// Number of slots.
    pub(super) fn slots(&self) -> usize {
        self.state.len()
    }

    /// Number of theatres where something is to be decided.
    pub(super) fn theatres(&self) -> usize {
        self.stalemate.len()
    }

    /// Positions of a state's slots.
    pub(super) fn owned(&self, state: usize) -> &[usize] {
        &self.owned[self.owned_first[state]..self.owned_first[state + 1]]
    }

    /// Lets every unit of a state's force count `factor` times as much as in `base`.
    pub(super) fn strengthen(&mut self, base: &Self, state: usize, factor: f64) {
        for e in base.owned(state) {
            self.reach[*e] = base.reach[*e] * factor;
            self.log_gain[*e] = base.log_gain[*e] + factor.ln();
        }
    }

    /// Divides every state's force in proportion to value, and takes half the unit where force has a cost.
    pub(super) fn proportional(&self) -> Vec<f64> {
        let mut force = vec![0.0; self.slots()];
        for i in 0..self.states() {
            let total: f64 = self.owned(i).iter().map(|e| self.value[*e]).sum();
            let budget = if let Closing::Fixed(budget) = self.closing[i] { budget } else { 0.5 };
            self.owned(i).iter().for_each(|e| force[*e] = budget * self.value[*e] / total);
        }
        force
    }
}
