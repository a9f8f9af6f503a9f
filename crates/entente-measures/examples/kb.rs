#![allow(missing_docs, clippy::all)]
use entente_measures::similarity::{
    agreement::MinimumShared,
    all_pairs::{Rows, pair_count, ties::Ties, votes::Votes},
};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[2]).unwrap();
    let is_ties = args[1] == "ties";
    let mut years = vec![];
    let mut at = 0;
    let mut most = 0;
    let u = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    while at < bytes.len() {
        let (n, m) = (u(at), u(at + 4));
        at += 8;
        let v = bytes[at..at + n * m].to_vec();
        at += n * m;
        let w: Vec<f64> = if is_ties {
            (0..n).map(|i| f64::from_le_bytes(bytes[at + 8 * i..at + 8 * i + 8].try_into().unwrap())).collect()
        } else {
            vec![]
        };
        if is_ties {
            at += 8 * n;
        }
        most = most.max(pair_count(n));
        years.push((n, m, v, w));
    }
    let mut values = vec![vec![0.0f64; most]; 11];
    let mut codes = vec![vec![0u8; most]; 11];
    let mut best = f64::MAX;
    for _ in 0..30 {
        let t = std::time::Instant::now();
        let cpu =
            || std::fs::read_to_string("/proc/self/schedstat").unwrap().split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9;
        let c0 = cpu();
        for (n, m, v, w) in &years {
            let p = pair_count(*n);
            let mut a = values.iter_mut();
            let mut b = codes.iter_mut();
            let mut rows = Rows {
                values: std::array::from_fn(|_| &mut a.next().unwrap()[..p]),
                codes: std::array::from_fn(|_| &mut b.next().unwrap()[..p]),
            };
            if is_ties {
                Ties::new(*n, v, Some(w)).unwrap().measure(&[], &mut rows).unwrap();
            } else {
                Votes::new(*n, *m, v, MinimumShared(20)).unwrap().measure(&[], &mut rows).unwrap();
            }
        }
        let _ = t;
        best = f64::min(best, cpu() - c0);
    }
    println!("{best:.4}");
}
