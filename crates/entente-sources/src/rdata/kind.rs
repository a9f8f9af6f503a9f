//! R's type codes as they stand in the stream.
//!
//! Source: R Internals, section 1.1.1 (types) and 1.8 (serialization formats).

use super::RDataError;

pub(super) const SYMBOL: u8 = 1;
pub(super) const PAIRLIST: u8 = 2;
pub(super) const CHARACTERS: u8 = 9;
pub(super) const LOGICAL: u8 = 10;
pub(super) const INTEGER: u8 = 13;
pub(super) const REAL: u8 = 14;
pub(super) const TEXT: u8 = 16;
pub(super) const LIST: u8 = 19;
pub(super) const ALTREP: u8 = 238;
pub(super) const BASE_ENVIRONMENT: u8 = 241;
pub(super) const EMPTY_ENVIRONMENT: u8 = 242;
pub(super) const GLOBAL_ENVIRONMENT: u8 = 253;
pub(super) const NULL: u8 = 254;
pub(super) const REFERENCE: u8 = 255;

/// The flags before an object: its type, whether attributes and a tag follow, and 16 bits that depend on the type.
#[derive(Clone, Copy)]
pub(super) struct Flags(pub(super) u32);

impl Flags {
    pub(super) fn code(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    pub(super) fn has_attributes(self) -> bool {
        self.0 & 1 << 9 != 0
    }

    pub(super) fn has_tag(self) -> bool {
        self.0 & 1 << 10 != 0
    }

    /// The type's own bits; a string's encoding is among them.
    pub(super) fn levels(self) -> u32 {
        self.0 >> 12
    }

    /// The index packed into a reference; 0 if it follows as a number of its own.
    pub(super) fn packed_index(self) -> u32 {
        self.0 >> 8
    }
}

/// The error for an object that is not data, or that R does not know.
pub(super) fn refused(code: u8, offset: usize) -> RDataError {
    let kind = match code {
        3 => "a closure (CLOSXP)",
        4 => "an environment (ENVSXP)",
        5 => "a promise (PROMSXP)",
        6 => "a language object (LANGSXP)",
        7 => "a special function (SPECIALSXP)",
        8 => "a builtin function (BUILTINSXP)",
        15 => "a complex vector (CPLXSXP)",
        17 => "a dots object (DOTSXP)",
        18 => "an any object (ANYSXP)",
        20 => "an expression vector (EXPRSXP)",
        21 | 243 | 244 => "bytecode (BCODESXP)",
        22 => "an external pointer (EXTPTRSXP)",
        23 => "a weak reference (WEAKREFSXP)",
        24 => "a raw vector (RAWSXP)",
        25 => "an S4 object (S4SXP)",
        239 | 240 => "bytecode (ATTRLISTSXP, ATTRLANGSXP)",
        BASE_ENVIRONMENT => "the base environment (BASEENV)",
        EMPTY_ENVIRONMENT => "the empty environment (EMPTYENV)",
        245 => "a generic reference (GENERICREFSXP)",
        246 => "a class reference (CLASSREFSXP)",
        247 => "a persistent reference (PERSISTSXP)",
        248 => "a package environment (PACKAGESXP)",
        249 => "a namespace environment (NAMESPACESXP)",
        250 => "the base namespace (BASENAMESPACE)",
        251 => "a missing argument (MISSINGARG)",
        252 => "an unbound value (UNBOUNDVALUE)",
        GLOBAL_ENVIRONMENT => "the global environment (GLOBALENV)",
        _ => return RDataError::UnknownType { code, offset },
    };
    RDataError::NotData { kind: kind.to_owned(), offset }
}
