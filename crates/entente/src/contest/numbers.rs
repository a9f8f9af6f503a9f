//! Two shapes of a contest file that may be written in more than one way: numbers of a theatre, and what is settled.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// Numbers of the participants of a theatre.
#[derive(Debug, Clone, PartialEq)]
pub enum Numbers {
    /// The same for all.
    Same(f64),
    /// One for each, in the order of its states.
    List(Vec<Spanned<f64>>),
    /// By id of the state.
    Table(Vec<(String, Spanned<f64>)>),
}

/// Theatres that are settled.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// Gone.
    List(Vec<Spanned<String>>),
    /// To a degree, 0 to 1.
    Table(Vec<(String, Spanned<f64>)>),
}

/// The schema of [`Numbers`].
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Numbers")]
#[allow(dead_code)] // only its schema is used
pub(super) enum NumbersSchema {
    /// The same for all.
    Same(f64),
    /// One for each, in the order of its states.
    List(Vec<f64>),
    /// By id of the state.
    Table(BTreeMap<String, f64>),
}

/// The schema of [`Settled`].
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Settled")]
#[allow(dead_code)] // only its schema is used
pub(super) enum SettledSchema {
    /// Gone.
    List(Vec<String>),
    /// To a degree, 0 to 1.
    Table(BTreeMap<String, f64>),
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Numbers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a list of numbers in the order of `states`, or a table of numbers by state")
            }

            fn visit_f64<E>(self, number: f64) -> Result<Numbers, E> {
                Ok(Numbers::Same(number))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Numbers, E> {
                Ok(Numbers::Same(number as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Numbers, A::Error> {
                all(seq).map(Numbers::List)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Numbers, A::Error> {
                pairs(map).map(Numbers::Table)
            }
        }
        from.deserialize_any(Shape)
    }
}

impl<'de> Deserialize<'de> for Settled {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Settled;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of theatres, or a table of degrees of settlement by theatre")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Settled, A::Error> {
                all(seq).map(Settled::List)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Settled, A::Error> {
                pairs(map).map(Settled::Table)
            }
        }
        from.deserialize_any(Shape)
    }
}

fn all<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(mut seq: A) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    while let Some(item) = seq.next_element()? {
        items.push(item);
    }
    Ok(items)
}

fn pairs<'de, A: MapAccess<'de>>(mut map: A) -> Result<Vec<(String, Spanned<f64>)>, A::Error> {
    let mut items = Vec::new();
    while let Some(item) = map.next_entry()? {
        items.push(item);
    }
    Ok(items)
}
