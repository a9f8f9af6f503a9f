"""Expected values of the trend fixtures, computed without the Rust code: python3 trend.py"""
import itertools, math, statistics

X = [2205, 2463, 2509, 2073, 2884, 3066, 2444, 1360, 1483, 1093, 683, 760, 626, 661, 560, 766, 772, 1230, 1686, 1095, 547]
LN = [math.log(x) for x in X]

def sen(y):
    return statistics.median((y[j] - y[i]) / (j - i) for i, j in itertools.combinations(range(len(y)), 2))

def noise(y):
    steps = [b - a for a, b in zip(y, y[1:])]
    centre = statistics.median(steps)
    return 1.4826 * statistics.median(abs(s - centre) for s in steps) / math.sqrt(2)

def cost(segment, sigma):
    mean = statistics.fmean(segment)
    return sum((v - mean) ** 2 for v in segment) / sigma**2

def best(y, penalty, shortest, most=4):
    """Exhaustive search over all divisions with up to `most` breaks."""
    sigma, n, found = noise(y), len(y), (math.inf, ())
    for m in range(most + 1):
        for breaks in itertools.combinations(range(shortest, n - shortest + 1), m):
            edges = [0, *breaks, n]
            if all(b - a >= shortest for a, b in zip(edges, edges[1:])):
                total = m * penalty + sum(cost(y[a:b], sigma) for a, b in zip(edges, edges[1:]))
                found = min(found, (total, breaks))
    return found[0], [2000 + b for b in found[1]]

print("sen ln", sen(LN), "sen ln1p", sen([math.log1p(x) for x in X]), "noise", noise(LN))
for factor, shortest in [(2, 2), (4, 2), (6, 2), (2, 3)]:
    print("breaks", factor, shortest, *best(LN, factor * math.log(len(X)), shortest))
