//! One object of the stream, on its way to a column.

use super::TextColumn;

/// How much of an object is wanted: its contents, or only that it is sound and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Contents,
    Length,
}

/// One object and those of its attributes that a data frame needs.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) data: Data,
    pub(super) attributes: Option<Box<Attributes>>,
}

/// What an object holds.
#[derive(Debug)]
pub(super) enum Data {
    Null,
    Symbol,
    /// The global, base or empty environment, named in an attribute.
    Marker,
    Logical(Vec<i32>),
    Integer(Vec<i32>),
    Real(Vec<f64>),
    Text(TextColumn),
    List(Vec<Value>),
    /// A pairlist, whose members are checked and thrown away.
    Pairlist(usize),
    /// An object of which only the length was wanted.
    Unread {
        kind: &'static str,
        length: usize,
    },
}

/// The attributes that a data frame needs.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) names: Option<TextColumn>,
    pub(super) class: Option<TextColumn>,
    pub(super) levels: Option<TextColumn>,
    pub(super) rows: Option<usize>,
}

impl Data {
    /// R's word for the type.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Symbol => "symbol",
            Self::Marker => "environment",
            Self::Logical(_) => "logical",
            Self::Integer(_) => "integer",
            Self::Real(_) => "double",
            Self::Text(_) => "character",
            Self::List(_) => "list",
            Self::Pairlist(_) => "pairlist",
            Self::Unread { kind, .. } => kind,
        }
    }

    /// The number of elements.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Symbol | Self::Marker => 1,
            Self::Logical(values) | Self::Integer(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Text(texts) => texts.len(),
            Self::List(members) => members.len(),
            Self::Pairlist(length) | Self::Unread { length, .. } => *length,
        }
    }
}

impl Value {
    /// Whether the object has this class.
    pub(super) fn inherits(&self, class: &str) -> bool {
        self.classes().any(|have| have == class)
    }

    /// What the object is, in words.
    pub(super) fn describe(&self) -> String {
        let what = match &self.data {
            Data::Null | Data::Symbol | Data::Marker => self.data.kind().to_owned(),
            Data::List(_) | Data::Pairlist(_) => format!("{} of {}", self.data.kind(), self.data.len()),
            _ => format!("{} vector of {}", self.data.kind(), self.data.len()),
        };
        match self.classes().collect::<Vec<_>>() {
            classes if classes.is_empty() => what,
            classes => format!("{what}, class {}", classes.join(", ")),
        }
    }

    fn classes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().filter_map(|attributes| attributes.class.as_ref()).flat_map(|class| class.iter().flatten())
    }
}
