//! What a column of a panel is, before it is computed: its name, its meaning, and whose it is.

use entente_panel::frame::{Field, Kind};
use entente_panel::panel::{Shape, Side};
use entente_panel::spine::Unit;

/// How the names of the columns of a variable are made in a panel of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// `x1` and `x2`: the first state's and the second's.
    Sides,
    /// `x`: of the pair; of a directed one, from the first state to the second, where each direction has its row.
    Plain,
    /// `x_1to2` and `x_2to1`.
    Arrows,
    /// `x`, from the first state to the second of the row, whatever the rows are: the other way says the same turned round.
    Own,
}

/// A variable that the store can give.
#[derive(Debug)]
pub(crate) struct Variable {
    /// Name without a suffix: that of peacesciencer where it has the same thing, else the id of the indicator.
    pub(crate) name: &'static str,
    /// Id of the indicator of a pair that is the same thing under another name; empty where there is none.
    pub(crate) indicator: &'static str,
    /// Whose it is.
    pub(crate) shape: Shape,
    /// Its type.
    pub(crate) kind: Kind,
    /// How its columns are named.
    pub(crate) naming: Naming,
    /// What one value is, one short line.
    pub(crate) label: &'static str,
    /// Unit and range.
    pub(crate) unit: &'static str,
    /// What whole numbers stand for.
    pub(crate) codes: &'static [(i32, &'static str)],
    /// Tables it rests on.
    pub(crate) tables: &'static [&'static str],
    /// Tables of which one serves as well as the first of these.
    pub(crate) instead: &'static [&'static str],
    /// What absence means.
    pub(crate) absence: &'static str,
    /// True where a value is computed, and not the publisher's own number.
    pub(crate) is_computed: bool,
}

/// A plain variable, for the others to be made from.
pub(crate) const PLAIN: Variable = Variable {
    name: "",
    indicator: "",
    shape: Shape::State,
    kind: Kind::Int,
    naming: Naming::Sides,
    label: "",
    unit: "",
    codes: &[],
    tables: &[],
    instead: &[],
    absence: "missing where the source has no value",
    is_computed: false,
};

/// 0 and 1 of a mark.
pub(crate) const NO_YES: &[(i32, &str)] = &[(0, "no"), (1, "yes")];

/// What absence means in a source that has all there are.
pub(crate) const ZERO_BY_RULE: &str = "zero by rule in the years that the source covers";

impl Variable {
    /// Sides and suffixes of its columns in a panel of that unit, with what is put before the label.
    pub(crate) fn columns(&self, unit: Unit) -> Vec<(Side, String, String)> {
        let column = |side, name: String, whose: &str| (side, name, format!("{}{whose}", self.label));
        let name = self.name;
        match (unit, self.shape, self.naming) {
            (Unit::State, _, _) | (_, Shape::Pair, _) | (_, _, Naming::Own) | (Unit::Directed, Shape::Directed, Naming::Plain) => {
                vec![column(Side::One, name.to_owned(), "")]
            }
            (_, _, Naming::Sides) => {
                vec![column(Side::One, format!("{name}1"), ", state 1"), column(Side::Two, format!("{name}2"), ", state 2")]
            }
            _ => vec![column(Side::One, format!("{name}_1to2"), ", 1 to 2"), column(Side::Two, format!("{name}_2to1"), ", 2 to 1")],
        }
    }

    /// The field of one of its columns.
    pub(crate) fn field(&self, name: String, label: String) -> Field {
        Field {
            name,
            label,
            kind: self.kind,
            unit: self.unit.to_owned(),
            codes: self.codes.to_vec(),
            from: self.tables.iter().chain(self.instead).map(|t| (*t).to_owned()).collect(),
            absence: self.absence.to_owned(),
            is_computed: self.is_computed,
            is_key: false,
        }
    }

    /// Says whether it has a value for each row of that unit.
    pub(crate) fn fits(&self, unit: Unit) -> bool {
        (unit == Unit::State) <= (self.shape == Shape::State)
    }
}
