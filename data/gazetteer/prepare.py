#!/usr/bin/env python3
"""Makes the gazetteer's tables from the raw sources. Only needed to renew them; the build reads the tables.

  prepare.py RAW     RAW holds places.tsv.gz (GeoNames cities), admin1.tsv, admin2.tsv.gz, us_places.tsv.gz, us_states.csv,
                     countries.csv, country_names.csv, regions.csv, lexicon/frequency_82k.tsv.gz,
                     country_points.txt and admin1_points.txt (code, latitude, longitude)
"""
import collections, csv, gzip, io, math, pathlib, re, sys, unicodedata

raw = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent


def table(name):
    op = gzip.open if name.endswith('.gz') else open
    with op(raw / name, 'rt', encoding='utf-8', newline='') as f:
        if '.tsv' in name:
            head = f.readline().rstrip('\n').split('\t')
            for line in f:
                yield dict(zip(head, line.rstrip('\n').split('\t')))
        else:
            yield from csv.DictReader(f)


def fold(s):
    s = unicodedata.normalize('NFKD', s)
    return ''.join(c for c in s if not unicodedata.combining(c))


def write(name, head, rows):
    text = '\t'.join(head) + '\n' + ''.join('\t'.join(map(str, r)) + '\n' for r in rows)
    path = here / name
    if name.endswith('.gz'):
        with open(path, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', mtime=0, compresslevel=9, filename='') as z:
            z.write(text.encode())
    else:
        path.write_text(text, encoding='utf-8')
    print(name, len(rows), path.stat().st_size)


def km(a, b, c, d):
    return math.hypot(a - c, (b - d) * math.cos(math.radians((a + c) / 2))) * 111


words = {}
for n, line in enumerate(gzip.open(raw / 'lexicon/frequency_82k.tsv.gz', 'rt', encoding='utf-8')):
    words[line.split('\t')[0].lower()] = n
points = {}
for name in ('country_points.txt', 'admin1_points.txt'):
    for line in open(raw / name):
        code, lat, lon = line.split()
        points[code] = (float(lat), float(lon))

# countries
names = collections.defaultdict(list)
NOT_NAMES = {'British government', 'US or USA', 'CAR', 'West', 'UK', 'US', 'UAE', 'Man', 'Guinee'}
for r in table('country_names.csv'):
    if r['kind'] in ('name', 'official', 'former', 'territory', 'abbr') and r['source'] in ('cldr', 'own', 'un-m49', 'unterm', 'factbook', 'geonorm'):
        n = r['name'].strip()
        if 3 <= len(n) <= 50 and '(' not in n and n not in NOT_NAMES and not re.search(r' or |;|,|\[', n) and n[0].isupper():
            if r['kind'] == 'abbr' and len(n) < 4:
                continue
            if n not in names[r['iso3']]:
                names[r['iso3']].append(n)
OWN = {'USA': ['US', 'U.S.', 'USA', 'U.S.A.', 'United States', 'the States'], 'GBR': ['UK', 'U.K.', 'Britain', 'Great Britain'],
       'ARE': ['UAE', 'U.A.E.'], 'KOR': ['ROK', 'S. Korea'], 'PRK': ['DPRK', 'N. Korea'], 'COD': ['DRC', 'DR Congo', 'Congo'], 'CHN': ['PRC'],
       'PSE': ['Palestine', 'Palestinian territories', 'Palestinian Territories'], 'TUR': ['Turkey', 'Türkiye', 'Turkiye'],
       'CIV': ['Ivory Coast', "Cote d'Ivoire"], 'MMR': ['Burma', 'Myanmar'], 'CZE': ['Czech Republic', 'Czechia'], 'SWZ': ['Eswatini', 'Swaziland'],
       'MKD': ['Macedonia', 'North Macedonia'], 'CPV': ['Cape Verde'], 'TLS': ['East Timor'], 'VAT': ['Vatican', 'Vatican City'], 'NLD': ['Holland', 'Netherlands'],
       'GMB': ['Gambia'], 'BHS': ['Bahamas'], 'BIH': ['Bosnia', 'Bosnia-Herzegovina'], 'TWN': ['Taiwan'], 'RUS': ['Russia']}
NOT_FOR = {'England', 'Scotland', 'Wales', 'Northern Ireland', 'Soviet Union', 'USSR', 'Yugoslavia', 'Czechoslovakia', 'Anguilla', 'Bermuda', 'Gibraltar', 'Guernsey', 'Greenland', 'Puerto Rico', 'Guam', 'American Samoa'}
rows, iso2to3 = [], {}
for r in table('countries.csv'):
    c = r['iso3']
    iso2to3[r['iso2']] = c
    own = [r['name']] + OWN.get(c, []) + [n for n in names[c] if n not in NOT_FOR]
    own = list(dict.fromkeys(n for n in own if n != r['name']))
    lat, lon = points.get(c) or (r['capital_lat'], r['capital_lon'])
    if lat == '':
        continue
    rows.append((c, r['iso2'], r['name'], '|'.join(own), lat, lon, r['capital'], r['geonameid']))
iso2to3.setdefault('XK', 'XKX')
write('countries.tsv', ('iso3', 'iso2', 'name', 'aliases', 'latitude', 'longitude', 'capital', 'geonames'), rows)

# first-level divisions
GENERIC = re.compile(r"[ -](oblast'?|region|republic|province|state|krai|kray|governorate|district|prefecture|county|department|canton|municipality|autonomous (?:okrug|region|republic)|parish|voivodeship|federal district|division|okrug|city)$", re.I)
ap = {r['name']: r['ap'] for r in table('us_states.csv')}
postal = {r['name']: r['postal'] for r in table('us_states.csv')}
CANADA = {'Alberta': 'Alta.', 'British Columbia': 'B.C.', 'Manitoba': 'Man.', 'New Brunswick': 'N.B.', 'Newfoundland and Labrador': 'Nfld.|N.L.|Newfoundland|Labrador', 'Nova Scotia': 'N.S.',
          'Ontario': 'Ont.', 'Prince Edward Island': 'P.E.I.', 'Quebec': 'Que.|Québec', 'Saskatchewan': 'Sask.', 'Yukon': '', 'Northwest Territories': 'N.W.T.', 'Nunavut': ''}
ADMIN_ALIASES = {'RU.06': 'Arkhangelsk', 'RU.42': 'Leningrad Oblast|Leningrad Region', 'RU.32': 'Khanty-Mansi', 'RU.29': 'Kemerovo Oblast|Kemerovo', 'RU.59': 'Primorsky Krai|Primorye', 'RU.63': 'Yakutia|Sakha Republic',
                 'RU.08': 'Bashkortostan', 'RU.11': 'Buryatia|Buryatiya', 'RU.19': 'Ingushetia', 'RU.70': 'Stavropol Krai|Stavropol', 'UA.11': 'Crimea', 'AU.02': 'NSW|N.S.W.', 'RU.22': 'Kabardino-Balkaria', 'RU.27': 'Karachay-Cherkessia', 'RU.24': 'Kalmykia', 'RU.34': 'Komi Republic', 'RU.69': 'Smolensk', 'RU.68': 'North Ossetia'}
seats, rows = set(), []
for r in table('admin1.tsv'):
    cc = r['code'].split('.')[0]
    if cc not in iso2to3 or not r['lat_approx'] and r['code'] not in points:
        continue
    lat, lon = points.get(r['code']) or (r['lat_approx'], r['lon_approx'])
    name = r['ascii'] or r['name']
    aliases = [r['name']] if r['name'] != name else []
    if cc == 'US':
        aliases += [ap.get(name, ''), postal.get(name, '')]
    if cc == 'CA':
        aliases += CANADA.get(name, '').split('|')
    aliases += ADMIN_ALIASES.get(r['code'], '').split('|')
    bare = GENERIC.sub('', name)
    aliases = list(dict.fromkeys(a for a in aliases if a and a != name))
    rows.append((r['code'], iso2to3[cc], name, '|'.join(aliases), bare if bare != name else '', lat, lon, r['geonameid'], r['population_of_listed_places'] or 0))
    seats.add(r['seat_geonameid'])
write('admin1.tsv', ('code', 'country', 'name', 'aliases', 'bare', 'latitude', 'longitude', 'geonames', 'population'), rows)

# settlements
NO_ALIAS = {'Pekin', 'Peking City', 'Roma', 'Nova'}
OWN_ALIAS = {'703448': 'Kyiv|Kiev', '706483': 'Kharkiv|Kharkov', '698740': 'Odesa|Odessa', '702550': 'Lviv|Lvov', '687700': 'Zaporizhzhia|Zaporizhzhya|Zaporozhye', '709930': 'Dnipro|Dnepropetrovsk|Dnipropetrovsk',
             '5128581': 'New York|New York City|NYC', '4140963': 'Washington|Washington DC|Washington D.C.|D.C.|DC', '5368361': 'Los Angeles|LA|L.A.', '1275339': 'Mumbai|Bombay', '2950159': 'Berlin', '184742': '', '112931': 'Tehran|Teheran',
             '281184': 'Jerusalem', '281133': 'Gaza City|Gaza', '108410': 'Riyadh', '524901': 'Moscow', '498817': 'St. Petersburg|Saint Petersburg|Leningrad', '170654': 'Damascus', '170063': 'Aleppo',
             '1816670': 'Beijing|Peking', '709717': 'Donetsk', '702658': 'Luhansk|Lugansk', '712165': 'Chernihiv', '710791': 'Cherkasy', '706448': 'Kherson', '701822': 'Mariupol', '292223': 'Dubai', '361058': 'Alexandria',
             '3117735': 'Madrid', '1733046': 'Kuala Lumpur', '1880252': 'Singapore', '2643743': 'London', '1581130': 'Hanoi', '1566083': 'Ho Chi Minh City|Saigon', '5391959': 'San Francisco', '3530597': 'Mexico City', '71137': "Sanaa|Sana'a|Sana", '98182': 'Baghdad', '99532': 'Basra', '99072': 'Mosul', '276781': 'Beirut', '2993458': 'Monaco',
             '1138958': 'Kabul', '1138336': 'Kandahar', '1162015': 'Quetta', '1168197': 'Peshawar', '1176615': 'Islamabad', '53654': 'Mogadishu', '379252': 'Khartoum', '2210247': 'Tripoli', '88319': 'Benghazi', '285839': 'Ramallah', '611717': 'Tbilisi', '625144': 'Minsk', '616052': 'Yerevan', '587084': 'Baku', '1526273': 'Astana|Nur-Sultan', '1871859': 'Pyongyang', '1835848': 'Seoul', '360630': 'Cairo', '2800866': 'Brussels', '2660646': 'Geneva', '2761369': 'Vienna', '264371': 'Athens', '792680': 'Belgrade', '2886242': 'Cologne', '2867714': 'Munich', '3067696': 'Prague', '756135': 'Warsaw', '683506': 'Bucharest', '2759794': 'Amsterdam', '2747373': 'The Hague|Hague', '3169070': 'Rome', '3173435': 'Milan', '3176959': 'Florence', '3172394': 'Naples', '3165524': 'Turin', '3164603': 'Venice', '2267057': 'Lisbon', '2618425': 'Copenhagen', '2673730': 'Stockholm', '1185241': 'Dhaka|Dacca', '1298824': 'Yangon|Rangoon', '1261481': 'New Delhi', '1275004': 'Kolkata|Calcutta', '1264527': 'Chennai|Madras', '1277333': 'Bengaluru|Bangalore', '290030': 'Doha', '105343': 'Jeddah|Jiddah', '104515': 'Mecca|Makkah', '109223': 'Medina', '3553478': 'Havana', '3688689': 'Bogota', '3448439': 'Sao Paulo', '3451190': 'Rio de Janeiro|Rio', '1815286': '', '1819729': 'Hong Kong'}
rows, known = [], collections.defaultdict(list)
means = collections.defaultdict(lambda: [0.0, 0.0, 0.0])
for r in table('places.tsv.gz'):
    if r['country'] not in iso2to3:
        continue
    population = int(r['population'] or 0)
    name = r['name']
    aliases = []
    if r['ascii'] and r['ascii'] != name:
        aliases.append(r['ascii'])
    if r['geonameid'] in OWN_ALIAS:
        aliases += ['=' + a for a in OWN_ALIAS[r['geonameid']].split('|') if a]
    if population >= 50000:
        for a in r['alternates'].split('|'):
            plain = a.isascii() and re.fullmatch(r"[A-Z][A-Za-z' .-]{3,}", a) and ' ' not in a[:2]
            if plain and words.get(a.lower(), 99999) > 25000 and a not in NO_ALIAS and len(aliases) < (9 if population >= 500000 else 4):
                if len(a) >= 5 or population >= 300000:
                    aliases.append(a)
    aliases = list(dict.fromkeys(a for a in aliases if a.lstrip('=') != name))
    known[fold(name).lower()].append((float(r['lat']), float(r['lon'])))
    for a in aliases:
        known[fold(a).lower().lstrip('=')].append((float(r['lat']), float(r['lon'])))
    rows.append((r['geonameid'], name, '|'.join(aliases), f"{float(r['lat']):.4f}", f"{float(r['lon']):.4f}", r['fcode'], iso2to3[r['country']], r['country'] + '.' + r['admin1'], population))
    if r['admin2']:
        m = means[f"{r['country']}.{r['admin1']}.{r['admin2']}"]
        w = max(population, 1)
        m[0] += float(r['lat']) * w; m[1] += float(r['lon']) * w; m[2] += w
rows.sort(key=lambda r: (-r[8], int(r[0])))
write('settlements.tsv.gz', ('geonames', 'name', 'aliases', 'latitude', 'longitude', 'code', 'country', 'admin1', 'population'), rows)

# counties of the United States; small_places.py makes the table of small places
states = {r['postal']: r['name'] for r in table('us_states.csv')}
counties = collections.defaultdict(list)
for r in table('us_places.tsv.gz'):
    lat, lon = float(r['lat']), float(r['lon'])
    counties[(r['state'], r['county'])].append((lat, lon))

# second-level divisions: counties of the United States, and those of some countries that hold a listed settlement
WANTED = {'GB', 'IE', 'SY', 'IQ', 'YE', 'PS', 'IL', 'LB', 'AF', 'PK', 'NG', 'SD', 'SS', 'ET', 'SO', 'KE', 'UG', 'MM', 'FR', 'IT', 'ES', 'NO', 'HR', 'PH', 'CD', 'ML', 'BF', 'NE', 'LY'}
ids = {}
for r in table('admin2.tsv.gz'):
    parts = r['code'].split('.')
    if parts[0] == 'US':
        ids[(parts[1], r['name'])] = r['geonameid']
rows = []
for r in table('admin2.tsv.gz'):
    cc, a1 = r['code'].split('.')[:2]
    if cc in WANTED and r['code'] in means and cc in iso2to3:
        m = means[r['code']]
        name = r['ascii'] or r['name']
        bare = GENERIC.sub('', re.sub(r'^(County|City and Borough of|Borough of|City of) ', '', name))
        rows.append((r['geonameid'], name, bare if bare != name else '', f'{m[0] / m[2]:.3f}', f'{m[1] / m[2]:.3f}', iso2to3[cc], f'{cc}.{a1}'))
for (state, county), ps in counties.items():
    if state not in states or not county:
        continue
    kind = 'Parish' if state == 'LA' else 'County'
    name = f'{county} {kind}'
    lat, lon = sorted(p[0] for p in ps)[len(ps) // 2], sorted(p[1] for p in ps)[len(ps) // 2]
    rows.append((ids.get((state, name), ''), name, county, f'{lat:.3f}', f'{lon:.3f}', 'USA', f'US.{state}'))
write('admin2.tsv.gz', ('geonames', 'name', 'bare', 'latitude', 'longitude', 'country', 'admin1'), sorted(rows, key=lambda r: (r[5], r[6], r[1])))

# regions, seas, continents
GEONAMES = {'Asia': (6255147, 29.84, 89.3), 'Europe': (6255148, 48.69, 9.14), 'Africa': (6255146, 7.19, 21.1), 'North America': (6255149, 46.07, -100.55), 'South America': (6255150, -14.6, -57.66), 'Antarctica': (6255152, -78.16, 16.41), 'Oceania': (6255151, -18.31, 138.52), 'Middle East': (6269133, 33.14, 35.86)}
HELD = {'England', 'Scotland', 'Wales', 'Northern Ireland'}
rows = []
for r in table('regions.csv'):
    if r['name'] in HELD:
        continue
    g = GEONAMES.get(r['name'], ('', r['lat'], r['lon']))
    rows.append((r['name'], r['kind'], g[1], g[2], r['countries'], r['aliases'].replace(';', '|'), g[0]))
EXTRA = [('West', 'none', 0, 0, '', '', '')]
rows += [('Arctic', 'region', 80.0, 0.0, '', 'Arctic Circle', ''), ('Black Sea', 'sea', 43.0, 34.0, '', '', ''), ('Gulf of Aden', 'sea', 12.0, 48.0, '', '', ''),
         ('Horn of Africa', 'region', 8.0, 47.0, 'SOM;ETH;ERI;DJI', '', ''), ('Balkans', 'region', 43.0, 21.0, '', 'Western Balkans', ''), ('Baltic Sea', 'sea', 58.0, 20.0, '', '', ''), ('Bay of Biscay', 'sea', 45.0, -5.0, '', '', ''), ('Ulster', 'region', 54.6, -6.7, 'GBR', '', ''), ('Midlands', 'region', 52.6, -1.9, 'GBR', 'West Midlands', ''), ('Silicon Valley', 'region', 37.37, -122.04, 'USA', '', ''), ('Lapland', 'region', 67.9, 26.5, 'FIN', '', ''), ('Heathrow', 'facility', 51.47, -0.46, 'GBR', 'Heathrow Airport', '2647216'), ('Red River', 'river', 47.9, -97.0, 'USA', '', ''), ('Anatolia', 'region', 39.0, 35.0, 'TUR', '', ''), ('Great Lakes', 'lake', 45.7, -84.0, 'USA', '', '')]
seen, kept = set(), []
for r in rows:
    if r[0] not in seen:
        seen.add(r[0]); kept.append(r)
write('regions.tsv', ('name', 'kind', 'latitude', 'longitude', 'countries', 'aliases', 'geonames'), kept)
