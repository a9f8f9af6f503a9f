//! What can be wrong with a contest, or why it has no answer.

use super::certificate::Method;

/// A kind of id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A state.
    State,
    /// A theatre.
    Theatre,
    /// An uncertain parameter.
    Parameter,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::State => "state",
            Self::Theatre => "theatre",
            Self::Parameter => "parameter",
        })
    }
}

/// What is wrong with a contest, or why it has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nobody to contend with.
    #[error("a contest needs at least two states and has {found}")]
    TooFewStates {
        /// How many there are.
        found: usize,
    },
    /// Nothing to contend for.
    #[error("a contest needs at least one theatre and has none")]
    NoTheatre,
    /// An id given twice.
    #[error("the id {id:?} stands for more than one {kind}; give each its own")]
    Duplicate {
        /// What it stands for.
        kind: Kind,
        /// The id.
        id: String,
    },
    /// An id that stands for nothing.
    #[error("{kind} {id:?}, named by {by}, is not in the contest")]
    Unknown {
        /// What it should stand for.
        kind: Kind,
        /// The id.
        id: String,
        /// Who names it.
        by: String,
    },
    /// A state named twice by one theatre.
    #[error("theatre {theatre:?} names state {state:?} twice; name each participant once")]
    ParticipantTwice {
        /// The theatre.
        theatre: String,
        /// The state.
        state: String,
    },
    /// A theatre without states.
    #[error("theatre {theatre:?} has no participant; name the states that contend there or leave it out")]
    NoParticipant {
        /// The theatre.
        theatre: String,
    },
    /// A state without theatres.
    #[error("state {state:?} takes part in no theatre; name it in one or leave it out")]
    NoTheatreOf {
        /// The state.
        state: String,
    },
    /// A state asked about a theatre in which it does not take part.
    #[error("state {state:?} takes no part in theatre {theatre:?}")]
    NotThere {
        /// The state.
        state: String,
        /// The theatre.
        theatre: String,
    },
    /// A list that should have one entry for each participant.
    #[error("theatre {theatre:?} has {needed} participants and {found} entries of {quantity}; give one for each, in the same order")]
    Length {
        /// The theatre.
        theatre: String,
        /// Which list.
        quantity: &'static str,
        /// How many participants.
        needed: usize,
        /// How many entries.
        found: usize,
    },
    /// A number outside its domain.
    #[error("{quantity} of {of} is {}; it must be {domain}", number(*value))]
    Number {
        /// Which number.
        quantity: &'static str,
        /// Of which state, theatre or parameter.
        of: String,
        /// The value.
        value: f64,
        /// What it should have been.
        domain: &'static str,
    },
    /// Decisiveness for which no equilibrium can be vouched for.
    #[error(
        "decisiveness r is {value}: above 1.3 best responses may cycle or end where they started, so no answer is given; use r up to 1.3"
    )]
    TooDecisive {
        /// The value.
        value: f64,
    },
    /// A draw or an option that asks for nothing.
    #[error("{what} is zero; ask for at least one")]
    NothingAsked {
        /// What is zero.
        what: &'static str,
    },
    /// No answer whose regret is small enough.
    #[error(
        "not converged: no division was found of which it is certain that no state could gain more than {allowed:.0e} of what it contends for; the \
         last leaves up to {shown:.1e} open ({method}, {iterations} iterations). Bring forces and values nearer to each other, or lower r",
        shown = regret.min(1.0)
    )]
    NotCertified {
        /// Largest regret bound, as a share of the values that the state contends for.
        regret: f64,
        /// Largest allowed.
        allowed: f64,
        /// Method tried last.
        method: Method,
        /// Iterations of all methods.
        iterations: usize,
    },
    /// Different starts lead to different answers, so none can be reported.
    #[error(
        "{starts} random starts lead to different answers, up to {spread:.1e} apart in success; there may be several equilibria, so none is given. \
         Lower r, or make values common"
    )]
    StartsDisagree {
        /// How many starts.
        starts: usize,
        /// Largest difference of a success.
        spread: f64,
    },
    /// An equation whose root could not be closed in on.
    #[error("not converged: the {quantity} of {of:?} could not be closed in on")]
    NoRoot {
        /// What was looked for.
        quantity: &'static str,
        /// Of whom.
        of: String,
    },
    /// Draws of which none has an answer.
    #[error("none of {draws} draws has an answer; the first: {message}")]
    NoDraw {
        /// How many there were.
        draws: usize,
        /// What the first says.
        message: String,
    },
    /// Two states related twice, or one to itself.
    #[error("{first:?} and {second:?} are related more than once, or are one state; give one relation for each pair")]
    RelationTwice {
        /// One state.
        first: String,
        /// The other.
        second: String,
    },
    /// A friend and enemy graph for which the alliance model has no equilibrium.
    #[error("the alliance model has no equilibrium here: {0}")]
    NoAllianceEquilibrium(Condition),
}

/// A condition of the alliance model that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Condition {
    /// One more unit of a state's effort would lower the total.
    #[error("1 + b friends - g enemies of state number {state} is {value}, and must be above zero")]
    Spillover {
        /// Position of the state, from zero.
        state: usize,
        /// The value.
        value: f64,
    },
    /// Nothing to fight for.
    #[error("Lambda = 1 - 1 / sum Gamma is {value}, and must be above zero")]
    Lambda {
        /// The value.
        value: f64,
    },
    /// Efforts do not follow from impacts.
    #[error("the matrix I + b A+ - g A- is singular")]
    Singular,
    /// The formula would have a state fight with less than nothing.
    #[error("the formula gives state number {state} an effort of {value}, below zero")]
    Effort {
        /// Position of the state, from zero.
        state: usize,
        /// The value.
        value: f64,
    },
}

/// A number as somebody would write it: very large and very small ones with a power of ten.
fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() || (1e-6..1e15).contains(&size) { value.to_string() } else { format!("{value:e}") }
}
