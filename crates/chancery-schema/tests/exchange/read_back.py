"""Reads the exchange formats in a folder as their users do: Python's csv and json, and pandas where
it is installed, with the documented types of the columns."""

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path

folder = Path(sys.argv[1])

GEO = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"]
ACTOR = ["Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
         "Religion2Code", "Type1Code", "Type2Code", "Type3Code"]
EVENTS = (["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
          + ["Actor1" + name for name in ACTOR] + ["Actor2" + name for name in ACTOR]
          + ["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
             "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"]
          + [f"{who}Geo_{name}" for who in ["Actor1", "Actor2", "Action"] for name in GEO]
          + ["DATEADDED", "SOURCEURL"])
MENTIONS = ["GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType",
            "MentionSourceName", "MentionIdentifier", "SentenceID", "Actor1CharOffset",
            "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen",
            "MentionDocTone", "MentionDocTranslationInfo", "Extras"]
INTEGERS = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass",
            "NumMentions", "NumSources", "NumArticles", "Actor1Geo_Type", "Actor2Geo_Type",
            "ActionGeo_Type", "DATEADDED", "EventTimeDate", "MentionTimeDate", "MentionType",
            "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText",
            "Confidence", "MentionDocLen"}
FLOATS = {"FractionDate", "GoldsteinScale", "ActionGeo_Lat", "ActionGeo_Long"}


def rows(file, quoting=csv.QUOTE_MINIMAL):
    with open(folder / file, encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=quoting))


def table(file, columns=None):
    """The rows as dictionaries. Readers that know quotes and those that do not must agree."""
    read = rows(file)
    assert read == rows(file, csv.QUOTE_NONE), f"{file}: quotes"
    if columns is None:
        columns, read = read[0], read[1:]
    assert read and all(len(row) == len(columns) for row in read), f"{file}: columns"
    return [dict(zip(columns, row)) for row in read]


assert (len(EVENTS), len(MENTIONS)) == (61, 16)
events, mentions = table("gdelt.export.CSV", EVENTS), table("gdelt.mentions.CSV", MENTIONS)
for row in events + mentions:
    for name, cell in row.items():
        if name in INTEGERS:
            int(cell)
        elif name in FLOATS and cell:
            float(cell)
for row in events:
    datetime.strptime(row["SQLDATE"], "%Y%m%d")
    datetime.strptime(row["DATEADDED"], "%Y%m%d%H%M%S")
    assert row["EventCode"].startswith(row["EventBaseCode"])
    assert row["EventBaseCode"].startswith(row["EventRootCode"])
    assert row["QuadClass"] in "1234" and -10 <= float(row["GoldsteinScale"] or 0) <= 10
    assert row["Actor1Code"] or row["Actor2Code"]
    assert (row["ActionGeo_Type"] == "0") == (row["ActionGeo_FullName"] == "")
ids = [row["GLOBALEVENTID"] for row in events]
assert len(set(ids)) == len(ids) and ids == [row["GLOBALEVENTID"] for row in mentions]

polecat = table("polecat.txt")
assert len(polecat[0]) == 40
for row in polecat:
    date.fromisoformat(row["Event Date"])
    date.fromisoformat(row["Publication Date"])
    float(row["Intensity"])
    assert all(row.values()), "missing is None"
    for who in ["Actor", "Recipient"]:
        names = row[f"{who} Name Raw"].split(";")
        for name in ["Name", "Country", "Title"]:
            cell = row[f"{who} {name}"]
            assert cell == "None" or len(cell.split(";")) == len(names)

icews = table("icews.tab")
assert len(icews[0]) == 20
for row in icews:
    date.fromisoformat(row["Event Date"])
    int(row["Event ID"]), int(row["Story ID"]), int(row["Sentence Number"])
    assert row["CAMEO Code"].isdigit() and row["Source Name"] and row["Target Name"]
    assert -10 <= float(row["Intensity"] or 0) <= 10

collection = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))
assert collection["type"] == "FeatureCollection" and collection["features"]
for feature in collection["features"]:
    assert feature["type"] == "Feature" and feature["geometry"]["type"] == "Point"
    longitude, latitude = feature["geometry"]["coordinates"]
    assert -180 <= longitude <= 180 and -90 <= latitude <= 90

try:
    import pandas
except ImportError:
    pandas = None
if pandas:
    kinds = {name: "Int64" if name in INTEGERS else "float64" if name in FLOATS else "string"
             for name in EVENTS + MENTIONS}
    for file, names, count in [("gdelt.export.CSV", EVENTS, len(events)),
                               ("gdelt.mentions.CSV", MENTIONS, len(mentions))]:
        frame = pandas.read_csv(folder / file, sep="\t", header=None, names=names,
                                dtype={name: kinds[name] for name in names})
        assert frame.shape == (count, len(names))
    for file, count in [("polecat.txt", len(polecat)), ("icews.tab", len(icews))]:
        frame = pandas.read_csv(folder / file, sep="\t", dtype={"CAMEO Code": "string"},
                                na_values=["None"])
        assert len(frame) == count and str(frame["Latitude"].dtype) == "float64"
        pandas.to_datetime(frame["Event Date"], format="%Y-%m-%d")

print("read back 5 files", "with pandas" if pandas else "with the standard library")
