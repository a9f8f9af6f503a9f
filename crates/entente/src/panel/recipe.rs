//! The recipe of a panel: the command that asks for the same again.

use entente_core::System;
use entente_panel::spine::Unit;

use super::request::Request;
use super::restrict::Restriction;
use crate::dataset::{OwnFile, Recipe};

impl Request {
    /// The command that makes this panel from the same versions, each variable under its own name: what `all` means depends on the store.
    pub(super) fn recipe(&self, variables: &[String]) -> Recipe {
        let unit = match self.unit {
            Unit::Directed => "directed",
            Unit::Undirected => "undirected",
            Unit::State => "state",
        };
        let system = match self.system {
            System::Cow => "cow",
            System::Gw => "gw",
        };
        let mut recipe = Recipe::new("panel").with("unit", unit).with("system", system).with("years", self.years.to_string());
        if !variables.is_empty() {
            recipe = recipe.with("with", variables.join(","));
        }
        for restriction in &self.restrictions {
            recipe = match restriction {
                Restriction::States(codes) => recipe.with("states", codes.iter().map(u16::to_string).collect::<Vec<_>>().join(",")),
                Restriction::Pairs { file, .. } => recipe.with_file(file.clone()),
                Restriction::Relevant => recipe.with("dyads", "prd"),
            };
        }
        if self.is_redistributable {
            recipe = recipe.with_flag("redistributable");
        }
        let file = |table: &super::join::OwnTable| OwnFile {
            argument: "join".to_owned(),
            name: table.name.clone(),
            bytes: table.bytes,
            sha256: table.sha256.clone(),
        };
        self.joins.iter().map(file).fold(recipe, Recipe::with_file)
    }
}
