"""Yearly series for the case Russia - China, computed from the publishers' own files.

    python derive.py DATA_FOLDER OUTPUT_FOLDER

Needs Python 3.11 and openpyxl (for the SIPRI military expenditure workbook). DATA_FOLDER holds the files as
published, in the folders named in `main`. Figures that exist only on web pages are read from `web_trade.csv`
beside this script: one figure per row, with the id of the page it was read on and how it was had from there.

Countries carry Correlates of War codes; the Soviet Union and Russia are both 365. An empty cell means "not known",
a written 0 means "the source covers this year and records nothing".
"""
import csv
import gzip
import re
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import openpyxl

RUSSIA, CHINA, INDIA, BELARUS = 365, 710, 750, 370
USA, BRITAIN, JAPAN, KOREA = 2, 200, 740, 732
SIPRI_ARMS, SIPRI_MILEX = "sipri-20240413-deals", "sipri-2024-milex"
COW_TRADE, COMTRADE, UN_VOTES = "cow-2016-trade", "uncomtrade-2024-imports", "undl-20251031-rollcalls"


def write(folder, name, header, rows):
    with open(folder / name, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header.split(","))
        table.writerows(rows)


def fmt(value, digits):
    """Round for print; None (unknown) becomes an empty cell and -0 becomes 0."""
    return "" if value is None else f"{round(value, digits) + 0:.{digits}f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- arms deliveries (SIPRI, volume in TIV, not money)

SIPRI_NAMES = {"Soviet Union": RUSSIA, "Russia": RUSSIA, "China": CHINA, "India": INDIA, "Belarus": BELARUS,
               "United States": USA, "United Kingdom": BRITAIN, "Japan": JAPAN, "South Korea": KOREA}
COMPARATORS = [(USA, JAPAN), (USA, KOREA), (RUSSIA, INDIA), (RUSSIA, BELARUS), (USA, BRITAIN), (BRITAIN, USA)]


def read_deals(paths):
    """One tuple per delivery: year, supplier, recipient, category, made under licence?, TIV."""
    deals = []
    for path in paths:
        with open(path, encoding="cp1252", newline="") as source:
            lines = list(csv.reader(source))
        start = next(i for i, line in enumerate(lines) if line and line[0].startswith("SIPRI AT Database ID"))
        for line in lines[start + 1:]:
            row = dict(zip(lines[start], line))
            supplier, recipient = (SIPRI_NAMES.get(row[k], row[k]) for k in ("Supplier", "Recipient"))
            deals.append((int(row["Delivery year"]), supplier, recipient, row["Armament category"],
                          row["Local production"] == "Yes", float(row["TIV delivery values"] or 0)))
    return deals


def total(deals, **wanted):
    """Sum of TIV over the deliveries that match every wanted field."""
    place = {"year": 0, "supplier": 1, "recipient": 2, "category": 3, "licensed": 4}
    tests = [(place[name], value) for name, value in wanted.items()]
    return sum(deal[5] for deal in deals if all(deal[i] == value for i, value in tests))


def supplier_concentration(deals, recipient, last_year, floor=50):
    """Herfindahl index of a recipient's suppliers, five years ending in last_year."""
    by_supplier = defaultdict(float)
    for year, supplier, who, _, _, tiv in deals:
        if who == recipient and last_year - 4 <= year <= last_year:
            by_supplier[supplier] += tiv
    volume = sum(by_supplier.values())
    return sum((x / volume) ** 2 for x in by_supplier.values()) if volume >= floor else None


def deliveries(deals, years):
    rows = []
    for pair in [(RUSSIA, CHINA), (CHINA, RUSSIA)] + COMPARATORS:
        supplier, recipient = pair
        flow = [d for d in deals if d[1] == supplier and d[2] == recipient]
        for year in years:
            parts = [{"category": "Engines"}, {"category": "Sensors"}, {"licensed": True}]
            sums = [total(flow, year=year)]
            sums += [None if pair in COMPARATORS else total(flow, year=year, **part) for part in parts]
            sums += [total(deals, year=year, supplier=supplier), total(deals, year=year, recipient=recipient)]
            hhi = None if pair in COMPARATORS else supplier_concentration(deals, recipient, year)
            rows.append([year, *pair, *(fmt(s, 2) for s in sums), fmt(hhi, 4), SIPRI_ARMS])
    return rows


def overlap(deals, last_years, floor=50):
    """Competition of Russia and China for third recipients, five-year windows."""
    third = [d for d in deals if d[2] not in (RUSSIA, CHINA) and not str(d[2]).startswith("unknown")]
    rows = []
    for last in last_years:
        window = [d for d in third if last - 4 <= d[0] <= last]

        def volumes(supplier, cell):
            sums = defaultdict(float)
            for deal in window:
                if deal[1] == supplier:
                    sums[cell(deal)] += deal[5]
            return sums

        def finger_kreinin(a, b):
            size_a, size_b = sum(a.values()), sum(b.values())
            return sum(min(a[c] / size_a, b[c] / size_b) for c in set(a) & set(b))

        a, b = volumes(RUSSIA, lambda d: d[2]), volumes(CHINA, lambda d: d[2])
        both = [r for r in set(a) & set(b) if a[r] > 0 and b[r] > 0]
        fk = fk_category = glick_rose = None
        if min(sum(a.values()), sum(b.values())) >= floor:
            fk = finger_kreinin(a, b)
            fk_category = finger_kreinin(volumes(RUSSIA, lambda d: d[2:4]), volumes(CHINA, lambda d: d[2:4]))
            # the weight (x+y)/sum times the similarity 1-|x-y|/(x+y) is 2*min(x,y)/sum
            glick_rose = sum(2 * min(a[r], b[r]) for r in both) / (sum(a.values()) + sum(b.values()))
        rows.append([RUSSIA, CHINA, last - 4, last, fmt(fk, 4), fmt(fk_category, 4), fmt(glick_rose, 4), len(both), SIPRI_ARMS])
    return rows


# ---------------------------------------------------------------- military expenditure (SIPRI workbook)

MILEX_NAMES = {RUSSIA: "Russia", CHINA: "China", USA: "United States of America", JAPAN: "Japan",
               KOREA: "Korea, South", BRITAIN: "United Kingdom", INDIA: "India", BELARUS: "Belarus"}


def milex(path, years):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets = {}
    for sheet, scale in (("Constant (2023) US$", 1e-3), ("Current US$", 1e-3), ("Share of GDP", 100)):
        rows = list(book[sheet].iter_rows(values_only=True))
        header = next(row for row in rows if row and row[0] == "Country")
        column = {int(v): i for i, v in enumerate(header) if str(v).isdigit()}
        line = {row[0]: row for row in rows if row and row[0]}

        def cell(ccode, year, column=column, line=line, scale=scale):
            value = line[MILEX_NAMES[ccode]][column[year]] if year in column else None
            # ". ." and "xxx" are unknown; so is 0, which stands in dollars where there was no exchange rate
            return value * scale if isinstance(value, (int, float)) and value > 0 else None

        sheets[sheet] = cell
    return [[year, ccode, *(fmt(cell(ccode, year), 3) for cell in sheets.values()), SIPRI_MILEX]
            for ccode in MILEX_NAMES for year in years]


# ---------------------------------------------------------------- trade

def trade(data, web_path, years):
    """Flows in current US$ bn: COW to 2014 (importer's figure), then the Chinese side as announced or in Comtrade.

    World totals come from one series for all years: COW's totals for China jump in 1999 by the size of Hong Kong.
    """
    web = defaultdict(dict)
    with open(web_path, encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            web[int(row["year"])][row["quantity"]] = (float(row["usd_bn"]), row["citation"])
    cow = {}
    with gzip.open(data / "derived/cow_trade_ddy.csv.gz", "rt", encoding="utf-8") as source:
        for row in csv.DictReader(source):
            if (row["ccode1"], row["ccode2"]) == (str(RUSSIA), str(CHINA)) and row["flow1"] and row["flow2"]:
                cow[int(row["year"])] = float(row["flow2"]) / 1000, float(row["flow1"]) / 1000  # flow1: imports of 1
    comtrade, months = defaultdict(float), defaultdict(set)
    with open(data / "trade-ruschn/comtrade_imports_chn_from_rus_2017_2024.csv", encoding="utf-8") as source:
        for row in csv.DictReader(source):
            if row["cmdCode"] == "TOTAL" and row["flowCode"] == "M":
                comtrade[int(row["refYear"])] += float(row["primaryValue"]) / 1e9
                months[int(row["refYear"])].add(row["refMonth"])
    rows = []
    for year in years:
        ids = []

        def take(quantity):
            value, citation = web[year].get(quantity, (None, None))
            if citation and citation not in ids:
                ids.append(citation)
            return value

        if year in cow:
            there, back = cow[year]
            both = there + back
            ids.append(COW_TRADE)
        elif len(months[year]) == 12:
            there, back, both = comtrade[year], take("china_to_russia"), take("total")
            ids.append(COMTRADE)
        else:
            there, back, both = take("russia_to_china"), take("china_to_russia"), take("total")
        worlds = []
        for country in ("russia", "china"):
            parts = take(country + "_world_exports"), take(country + "_world_imports")
            worlds.append(take(country + "_world_trade") if None in parts else sum(parts))
        rows.append([year, RUSSIA, CHINA, *(fmt(v, 3) for v in (there, back, both, *worlds)), ";".join(ids)])
    return rows


# ---------------------------------------------------------------- votes in the General Assembly

PAIRS = [(RUSSIA, CHINA), (USA, RUSSIA), (USA, CHINA), (RUSSIA, INDIA),
         (USA, JAPAN), (USA, BRITAIN), (USA, KOREA), (RUSSIA, BELARUS)]
UN_NAMES = {"RUSSIAN FEDERATION": RUSSIA, "USSR": RUSSIA, "BELARUS": BELARUS, "BYELORUSSIAN SSR": BELARUS, "CHINA": CHINA,
            "INDIA": INDIA, "JAPAN": JAPAN, "REPUBLIC OF KOREA": KOREA, "UNITED KINGDOM": BRITAIN, "UNITED STATES": USA}
SAME_STATE = """AN PAKISTAN=PAKISTAN|BOLIVIA (PLURINATIONAL STATE OF)=BOLIVIA|BURMA=MYANMAR|CAPE VERDE=CABO VERDE|
CENTRAL AFRICAN EMPIRE=CENTRAL AFRICAN REPUBLIC|CEYLON=SRI LANKA|CONGO (BRAZZAVILLE)=CONGO|IVORY COAST=CÔTE D'IVOIRE|
CONGO (DEMOCRATIC REPUBLIC OF)=DEMOCRATIC REPUBLIC OF THE CONGO|ZAIRE=DEMOCRATIC REPUBLIC OF THE CONGO|
COTE D'IVOIRE=CÔTE D'IVOIRE|CZECHIA=CZECH REPUBLIC|DAHOMEY=BENIN|DEMOCRATIC KAMPUCHEA=CAMBODIA|LAOS=LAO|
KHMER REPUBLIC=CAMBODIA|SOUTHERN YEMEN=DEMOCRATIC YEMEN|SWAZILAND=ESWATINI|GERMANY, FEDERAL REPUBLIC OF=GERMANY|
IRAN (ISLAMIC REPUBLIC OF)=IRAN|LAO PEOPLE'S DEMOCRATIC REPUBLIC=LAO|LIBYAN ARAB JAMAHIRIYA=LIBYA|
LIBYAN ARAB REPUBLIC=LIBYA|MALDIVE ISLANDS=MALDIVES|NETHERLANDS (KINGDOM OF THE)=NETHERLANDS|SURINAM=SURINAME|
THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA=NORTH MACEDONIA|SAINT CHRISTOPHER AND NEVIS=SAINT KITTS AND NEVIS|
SERBIA AND MONTENEGRO=SERBIA|YUGOSLAVIA=SERBIA|SYRIA=SYRIAN ARAB REPUBLIC|TÜRKÝYE=TURKEY|TURKIYE=TURKEY|
TÜRKIYE=TURKEY|TÜRKİYE=TURKEY|UNITED ARAB REPUBLIC=EGYPT|UNITED REPUBLIC OF CAMEROON=CAMEROON|UKRAINIAN SSR=UKRAINE|
UPPER VOLTA=BURKINA FASO|VENEZUELA (BOLIVARIAN REPUBLIC OF)=VENEZUELA"""
ALIAS = dict(item.strip().split("=") for item in SAME_STATE.split("|"))
PRC_SEATED = "1971-10-25"


def session_year(resolution, date):
    """Autumn year of the Assembly session: from the resolution number, else (special sessions) from the date."""
    modern = re.fullmatch(r"A/(?:RES|DEC)/(\d+)/.*", resolution)
    if modern:
        return 1945 + int(modern[1])
    roman = re.fullmatch(r"A/RES/\d+\w?\s?\(([XVI]+)\).*", resolution)
    if roman:
        digits = [{"X": 10, "V": 5, "I": 1}[c] for c in roman[1]]
        return 1945 + sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
    return int(date[:4]) - (1 if date[5:] < "09-15" else 0)


def read_votes(path, first_year):
    """year -> roll call -> state -> Y, A or N (non-voters left out)."""
    calls = defaultdict(lambda: defaultdict(dict))
    with gzip.open(path, "rt", encoding="utf-8") as source:
        for row in csv.DictReader(source):
            if row["body"] != "GA" or row["ms_vote"] not in "YAN":
                continue
            name = row["ms_name"].upper()
            state = UN_NAMES.get(name, ALIAS.get(name, name))
            if state == CHINA and row["date"] < PRC_SEATED:
                state = "CHINA (TAIPEI)"
            year = session_year(row["resolution"], row["date"])
            if year >= first_year:
                calls[year][row["undl_id"]][state] = row["ms_vote"]
    return calls


def votes(calls, years, at_least=20):
    rows = []
    for year in years:
        contested = [call for call in calls[year].values() if len(set(call.values())) > 1]
        bits = defaultdict(lambda: [0, 0, 0])            # per state a bit set of roll calls for each of Y, A, N
        for i, call in enumerate(contested):
            for state, vote in call.items():
                bits[state]["YAN".index(vote)] |= 1 << i
        counts, agree = {}, {}
        for s, t in combinations(sorted(bits, key=str), 2):
            table = [[(x & y).bit_count() for y in bits[t]] for x in bits[s]]
            n = sum(map(sum, table))
            counts[frozenset((s, t))] = n, table
            if n >= at_least:
                agree[frozenset((s, t))] = sum(c * (1 - abs(i - j) / 2)
                                               for i, line in enumerate(table) for j, c in enumerate(line)) / n
        for pair in PAIRS:
            if frozenset(pair) not in counts:
                continue
            n, table = counts[frozenset(pair)]
            mine, kappa, percentile = agree.get(frozenset(pair)), None, None
            if mine is not None:
                left, right = [sum(line) / n for line in table], [sum(col) / n for col in zip(*table)]
                observed = sum(c * (i - j) ** 2 for i, line in enumerate(table) for j, c in enumerate(line)) / n
                expected = sum(p * q * (i - j) ** 2 for i, p in enumerate(left) for j, q in enumerate(right))
                kappa = 1 - observed / expected if expected > 0 else None
                below = sum(a < mine - 1e-12 for a in agree.values())
                ties = sum(abs(a - mine) <= 1e-12 for a in agree.values())
                percentile = 100 * (below + ties / 2) / len(agree)
            rows.append([year, *pair, n, fmt(mine, 4), fmt(kappa, 4), fmt(percentile, 1), UN_VOTES])
    return rows


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    deals = read_deals(sorted((data / "sipri-at/deals-and-tivs").glob("trade-register_*.csv")))
    write(out, "deliveries.csv", "year,supplier,recipient,tiv,engines_tiv,sensors_tiv,licensed_tiv,supplier_total_tiv,"
          "recipient_total_tiv,recipient_hhi_5y,citation", deliveries(deals, range(1990, 2024)))
    write(out, "overlap.csv", "ccode1,ccode2,window_start,window_end,fk_recipient,fk_recipient_category,gr,n_recipients_both,citation",
          overlap(deals, range(1994, 2024)))
    write(out, "milex.csv", "year,ccode,usd_constant_bn,usd_current_bn,gdp_share_percent,citation",
          milex(data / "sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx", range(1992, 2025)))
    write(out, "trade.csv", "year,ccode1,ccode2,flow_1to2_usd_bn,flow_2to1_usd_bn,trade_total_usd_bn,world1_usd_bn,"
          "world2_usd_bn,citation", trade(data, Path(__file__).with_name("web_trade.csv"), range(1992, 2026)))
    calls = read_votes(data / "unga-votes/undl-scrape/undl_rollcalls_1946_2025.csv.gz", 1971)
    write(out, "votes.csv", "year,ccode1,ccode2,n_votes,agree3,kappa_sq,agree3_percentile,citation",
          votes(calls, range(1971, 2026)))


if __name__ == "__main__":
    main()
