//! Changes of a contest as they are typed: a name and what its number becomes, and theatres that are left out.

use entente_core::nearest::nearest;

use crate::error::Error;

/// What is changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Numbers by name: `r=0.8` sets one, `state.RUS.force=*1.2` multiplies it.
    pub set: Vec<String>,
    /// Ids of theatres that are left out.
    pub drop: Vec<String>,
}

/// What a number becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum To {
    /// This number.
    Number(f64),
    /// So many times what it was.
    Times(f64),
}

impl To {
    /// What that makes of a number.
    pub fn of(self, old: f64) -> f64 {
        match self {
            Self::Number(new) => new,
            Self::Times(factor) => old * factor,
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change<N> {
    /// As it was typed.
    pub(super) text: String,
    /// Name of the number.
    pub(super) name: String,
    /// The number.
    pub(super) number: N,
    /// What it becomes.
    pub(super) to: To,
}

impl<N> Change<N> {
    /// The error that says what is wrong with it.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Error {
        Error::Override { text: self.text.clone(), message: message.into() }
    }
}

impl Changes {
    /// Every change with its number, among those that have a name.
    pub(super) fn read<N: Copy>(&self, known: &[(String, N)]) -> Result<Vec<Change<N>>, Error> {
        let mut found: Vec<Change<N>> = Vec::new();
        for text in &self.set {
            let wrong = |message: &str| Error::Override { text: text.clone(), message: message.to_owned() };
            let (name, value) = text.rsplit_once('=').ok_or_else(|| wrong("write a name and a number with = between, as r=0.8"))?;
            let (name, value) = (name.trim(), value.trim());
            let number = |value: &str| value.trim().parse().map_err(|_| wrong("what stands after = is not a number"));
            let to = match value.strip_prefix('*') {
                Some(factor) => To::Times(number(factor)?),
                None => To::Number(number(value)?),
            };
            let number = known.iter().find(|(known, _)| known == name).map(|(_, number)| *number).ok_or_else(|| unknown(name, known))?;
            if found.iter().any(|change| change.name == name) {
                return Err(wrong("it is set twice; set it once"));
            }
            found.push(Change { text: text.clone(), name: name.to_owned(), number, to });
        }
        Ok(found)
    }

    /// Checks that every theatre to be left out is there.
    pub(super) fn check_dropped(&self, known: &[&str]) -> Result<(), Error> {
        if let Some(id) = self.drop.iter().find(|id| !known.contains(&id.as_str())) {
            return Err(Error::UnknownItem { item: id.clone(), hint: super::place::hint(id, known) });
        }
        match self.drop.iter().enumerate().find(|(n, id)| self.drop[..*n].contains(id)) {
            Some((_, id)) => {
                Err(Error::Override { text: format!("--drop {id}"), message: "it is left out twice; once is enough".to_owned() })
            }
            None => Ok(()),
        }
    }
}

fn unknown<N>(name: &str, known: &[(String, N)]) -> Error {
    let near = nearest(name, known.iter().map(|(name, _)| name.as_str()), 3);
    // A name that is far from all: those of its kind, else the kinds there are.
    let lead = name.split('.').next().unwrap_or_default();
    let alike: Vec<&str> =
        known.iter().map(|(name, _)| name.as_str()).filter(|k| k.split('.').next() == Some(lead) && k.contains('.')).take(12).collect();
    let hint = match (&near[..], &alike[..]) {
        ([], []) => "; names are r, state.ID.force, theatre.ID.value, theatre.ID.efficacy.STATE, settle.ID and the like".to_owned(),
        ([], alike) => format!("; there are {}", alike.join(", ")),
        (near, _) => format!("; did you mean {}?", near.join(", ")),
    };
    Error::UnknownItem { item: name.to_owned(), hint }
}
