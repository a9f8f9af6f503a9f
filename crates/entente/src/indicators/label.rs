//! Short names of indicators, as they stand in a line of an answer or at the head of a small chart.

use super::Card;

impl Card {
    /// The short name, with `{A}` and `{B}` where the names of the states belong.
    pub fn label(&self) -> &'static str {
        match self.id {
            "atop_obligation" => "strongest pledge of {A} to {B} (0 none to 3 defence)",
            "atop_depth" => "military institutions of their deepest treaty (0 low to 2 high)",
            "dca_count" => "defence cooperation agreements in force",
            "dca_general" => "general framework agreement on defence (0 or 1)",
            "arms_tiv" => "arms from {A} to {B}",
            "arms_import_share" => "{A}'s share in the arms imports of {B}, five years",
            "arms_export_share" => "{B}'s share in the arms exports of {A}, five years",
            "arms_engine_share" => "engines in the flow from {A} to {B}",
            "arms_sensor_share" => "sensors in the flow from {A} to {B}",
            "arms_licensed_share" => "licensed production in the flow from {A} to {B}",
            "arms_engine_import_share" => "engines from {A} in the arms imports of {B}",
            "arms_licensed_import_share" => "licensed production from {A} in the arms imports of {B}",
            "arms_taper_ratio" => "arms from {A} to {B} against their height (five-year means)",
            "arms_trend_z" => "trend of arms from {A} to {B}, twenty years (Mann-Kendall Z)",
            "arms_sen_slope" => "slope of arms from {A} to {B}, twenty years (Sen, logarithms)",
            "arms_break_2" => "newest break in arms from {A} to {B} (penalty 2 ln n)",
            "arms_break_4" => "newest break in arms from {A} to {B} (penalty 4 ln n)",
            "arms_break_6" => "newest break in arms from {A} to {B} (penalty 6 ln n)",
            "arms_hhi" => "concentration of {A}'s arms suppliers (0 to 1)",
            "arms_overlap" => "overlap of third markets for arms (0 to 1)",
            "arms_overlap_category" => "overlap of third markets by kind of arms (0 to 1)",
            "arms_overlap_glick_rose" => "overlap of third markets (Glick-Rose, 0 to 1)",
            "arms_overlap_cosine" => "overlap of third markets (cosine, 0 to 1)",
            "mme_exercises_count" => "multinational exercises that both joined",
            "mme_bilateral_count" => "exercises of the two alone",
            "mme_warfighting_share" => "exercises flagged as warfighting",
            "jme_exercises_count" => "joint exercises with both, older register",
            "trade_usd" => "trade in both directions",
            "trade_share" => "the partner's share in the trade of {A}",
            "trade_asymmetry" => "imbalance of trade reliance (above 0: {A} leans on {B})",
            "trade_interdependence" => "trade interdependence (0 to 1)",
            "votes_agree3" => "agreement in the General Assembly",
            "votes_agree_strict" => "same votes in the General Assembly",
            "votes_agree_yesno" => "same votes where neither abstained",
            "votes_kappa" => "agreement beyond chance (kappa)",
            "votes_shared_count" => "shared divided roll calls",
            "votes_percentile" => "place of their agreement among all pairs",
            "ideal_distance" => "distance of ideal points",
            "cinc" => "{A}'s share of world capabilities (CINC)",
            "milex_usd" => "military spending of {A}",
            "milex_gdp_share" => "military spending of {A} in GDP",
            "milex_ratio" => "military spending of {A} over that of {B}",
            "rivalry_td" => "rivalry by Thompson and Dreyer (0 or 1)",
            "rivalry_tss" => "rivalry by Thompson, Sakuwa and Suhas (0 or 1)",
            "mid_count" => "militarised disputes between them",
            "sanctions_count" => "sanctions of {A} on {B} in force",
            "contiguity_type" => "contiguity (1 land border to 5 within 400 miles of water)",
            "capital_km" => "distance of the capitals",
            "igo_shared_count" => "shared full memberships in international organisations",
            _ => self.is,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_indicator_of_the_store_has_a_label() {
        for card in crate::indicators::cards() {
            assert!(card.label() != card.is, "{} has no label", card.id);
        }
    }
}
