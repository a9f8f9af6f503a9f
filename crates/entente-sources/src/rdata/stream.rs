//! The stream as a whole: its header, its top-level objects, and nothing after them.

use std::collections::HashSet;

use super::encoding::Native;
use super::frame::{self, Sorted};
use super::kind;
use super::reader::Reader;
use super::value::Want;
use super::{Limits, RDataError, Workspace};

/// The longest name of an encoding that R accepts (`R_CODESET_MAX`).
const ENCODING_NAME_BYTES: i32 = 63;

/// Reads a plain stream.
pub(super) fn read(plain: &[u8], limits: &Limits) -> Result<Workspace, RDataError> {
    let mut reader = Reader::new(plain, limits);
    let is_workspace = start(&mut reader, plain)?;
    header(&mut reader)?;
    let mut workspace = Workspace { frames: Vec::new(), others: Vec::new() };
    if is_workspace {
        bindings(&mut reader, &mut workspace)?;
    } else {
        add(&mut workspace, String::new(), &mut reader)?;
    }
    match reader.cursor.left() {
        0 => Ok(workspace),
        left => Err(RDataError::Trailing { offset: reader.cursor.offset(), left }),
    }
}

/// Takes the magic bytes; true for a workspace (`.RData`), false for one object (`.rds`).
fn start(reader: &mut Reader<'_>, plain: &[u8]) -> Result<bool, RDataError> {
    let is_workspace = reader.cursor.skip_prefix(b"RDX2\n") || reader.cursor.skip_prefix(b"RDX3\n");
    if reader.cursor.skip_prefix(b"X\n") {
        return Ok(is_workspace);
    }
    let notations: [(&[u8], _); 6] = [
        (b"RDA2\n", "text"),
        (b"RDA3\n", "text"),
        (b"A\n", "text"),
        (b"RDB2\n", "native binary"),
        (b"RDB3\n", "native binary"),
        (b"B\n", "native binary"),
    ];
    match notations.iter().find(|(magic, _)| plain.starts_with(magic)) {
        Some((_, notation)) => Err(RDataError::Notation { notation }),
        None => Err(RDataError::NotR { start: plain.iter().take(8).map(|byte| char::from(*byte)).collect() }),
    }
}

/// Takes the versions and, from version 3 on, the writer's encoding.
fn header(reader: &mut Reader<'_>) -> Result<(), RDataError> {
    let version = reader.cursor.u32()?;
    let (_writer, _oldest_reader) = (reader.cursor.u32()?, reader.cursor.u32()?);
    match version {
        2 => Ok(()),
        3 => {
            let offset = reader.cursor.offset();
            let length = reader.cursor.i32()?;
            if !(0..=ENCODING_NAME_BYTES).contains(&length) {
                return Err(RDataError::Length { offset, length: length.into() });
            }
            reader.native = Native::declared(reader.cursor.take(length.unsigned_abs() as usize)?);
            Ok(())
        }
        _ => Err(RDataError::Version { version }),
    }
}

/// Reads the pairlist of named objects that a workspace is.
fn bindings(reader: &mut Reader<'_>, workspace: &mut Workspace) -> Result<(), RDataError> {
    let mut names = HashSet::new();
    loop {
        let (flags, offset) = reader.flags()?;
        match flags.code() {
            kind::NULL => return Ok(()),
            kind::PAIRLIST => {}
            code if code == kind::ALTREP || code <= 25 => {
                return Err(RDataError::Grammar { offset, expected: "a named object or the end of the workspace" });
            }
            code => return Err(kind::refused(code, offset)),
        }
        let place = reader.pairlist_cell(flags)?.ok_or(RDataError::Grammar { offset, expected: "an object with a name" })?;
        let name = reader.symbols[place].clone();
        if !names.insert(name.clone()) {
            return Err(RDataError::Duplicate { name });
        }
        add(workspace, name, reader)?;
    }
}

fn add(workspace: &mut Workspace, name: String, reader: &mut Reader<'_>) -> Result<(), RDataError> {
    match frame::sort(name, reader.value(Want::Contents)?)? {
        Sorted::Frame(frame) => workspace.frames.push(frame),
        Sorted::Other(name, what) => workspace.others.push((name, what)),
    }
    Ok(())
}
