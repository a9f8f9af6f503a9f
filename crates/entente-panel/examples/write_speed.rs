use entente_core::System;
use entente_panel::frame::*;
use entente_panel::panel::*;
use entente_panel::spine::*;
use std::sync::Arc;
use std::time::Instant;
fn main() {
    let kind = std::env::args().nth(1).unwrap();
    let spine = Spine::new(Unit::Directed, System::Cow, "1816..2025".parse().unwrap());
    let (sc, pc) = (spine.state_cells(), spine.cells());
    let mut seed = 1u64;
    let mut next = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as u32
    };
    let cells = match kind.as_str() {
        "flag" => {
            Cells { shape: Shape::Pair, values: Values::Int((0..pc).map(|_| (next() % 50 == 0) as i32).collect()), status: vec![1; pc] }
        }
        "stateint" => {
            Cells { shape: Shape::State, values: Values::Int((0..sc).map(|_| next() as i32 / 1000).collect()), status: vec![0; sc] }
        }
        "statereal" => {
            Cells { shape: Shape::State, values: Values::Real((0..sc).map(|_| next() as f64 / 7.0).collect()), status: vec![0; sc] }
        }
        _ => Cells { shape: Shape::Pair, values: Values::Real((0..pc).map(|_| next() as f64 / 7.0).collect()), status: vec![0; pc] },
    };
    let cells = Arc::new(cells);
    let field = |n: usize| Field { kind: cells.values.kind(), is_key: false, ..Field::key(&format!("c{n}"), "") };
    let columns: Vec<Column> =
        (0..10).map(|n| Column { field: field(n), cells: cells.clone(), side: if n % 2 == 0 { Side::One } else { Side::Two } }).collect();
    let panel = Panel::new(spine, columns);
    let t = Instant::now();
    let mut n = 0;
    for c in 0..panel.fields().len() {
        for r in (0..panel.rows()).step_by(1 << 17) {
            n += panel.chunk(c, r..(r + (1 << 17)).min(panel.rows())).status.len();
        }
    }
    println!("gather {n} {:?}", t.elapsed());
    let t = Instant::now();
    let mut out = Vec::new();
    entente_panel::write::parquet::write(&panel, Default::default(), &mut out).unwrap();
    println!("{kind} {} bytes {:?}", out.len(), t.elapsed());
}
