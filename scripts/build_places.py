"""Make the table of `members.places`: the continent of every country, and a point that stands for it.

    python -m scripts.build_places INPUT_TOPOJSON members/data/places.json

The input is `countries-110m.json` of the npm package world-atlas (ISC licence; the data, Natural Earth, is in the
public domain). A country's point is the middle of its largest polygon. Those too small for that map, and those with a
middle that misleads, have a point in `POINTS`, which goes first.
"""

import json
import sys
from pathlib import Path

from django_countries.data import ALT_CODES

from scripts.topojson import Point, Ring, rings, twice_signed_area

CONTINENTS = {
    "AF": """AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA
        NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW""",
    "AN": "AQ BV GS HM TF",
    "AS": """AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP
        OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE""",
    "EU": """AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME
        MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK""",
    "NA": """AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC
        TT US VC VG VI""",
    "OC": "AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
    "SA": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
}

POINTS: dict[str, Point] = {
    "AD": (1.6, 42.5),
    "AG": (-61.8, 17.1),
    "AI": (-63.1, 18.2),
    "AQ": (0.0, -80.0),
    "AS": (-170.7, -14.3),
    "AW": (-70.0, 12.5),
    "AX": (20.0, 60.2),
    "BB": (-59.6, 13.2),
    "BH": (50.6, 26.1),
    "BL": (-62.8, 17.9),
    "BM": (-64.8, 32.3),
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CK": (-159.8, -21.2),
    "CV": (-23.6, 15.1),
    "CW": (-69.0, 12.2),
    "CX": (105.7, -10.5),
    "DM": (-61.4, 15.4),
    "FM": (158.2, 6.9),
    "FO": (-6.9, 62.0),
    "GD": (-61.7, 12.1),
    "GF": (-53.0, 4.0),
    "GG": (-2.6, 49.5),
    "GI": (-5.4, 36.1),
    "GP": (-61.6, 16.2),
    "GS": (-36.8, -54.4),
    "GU": (144.8, 13.4),
    "HK": (114.2, 22.3),
    "HM": (73.5, -53.1),
    "IM": (-4.5, 54.2),
    "IO": (72.4, -7.3),
    "JE": (-2.1, 49.2),
    "KI": (173.0, 1.4),
    "KM": (43.3, -11.7),
    "KN": (-62.7, 17.3),
    "KY": (-81.3, 19.3),
    "LC": (-61.0, 13.9),
    "LI": (9.5, 47.1),
    "MC": (7.4, 43.7),
    "MF": (-63.1, 18.1),
    "MH": (171.2, 7.1),
    "MO": (113.5, 22.2),
    "MP": (145.7, 15.2),
    "MQ": (-61.0, 14.7),
    "MS": (-62.2, 16.7),
    "MT": (14.4, 35.9),
    "MU": (57.6, -20.3),
    "MV": (73.5, 4.2),
    "NF": (168.0, -29.0),
    "NR": (166.9, -0.5),
    "NU": (-169.9, -19.1),
    "PF": (-149.5, -17.6),
    "PM": (-56.3, 46.9),
    "PN": (-130.1, -25.1),
    "PW": (134.5, 7.4),
    "RE": (55.5, -21.1),
    "SC": (55.5, -4.6),
    "SG": (103.8, 1.3),
    "SH": (-5.7, -16.0),
    "SJ": (16.0, 78.5),
    "SM": (12.5, 43.9),
    "ST": (6.6, 0.2),
    "SX": (-63.1, 18.0),
    "TC": (-72.2, 21.8),
    "TK": (-171.8, -9.2),
    "TO": (-175.2, -21.1),
    "TV": (179.2, -8.5),
    "UM": (166.6, 19.3),
    "VA": (12.5, 41.9),
    "VC": (-61.2, 13.2),
    "VG": (-64.6, 18.4),
    "VI": (-64.9, 18.3),
    "WF": (-176.2, -13.3),
    "WS": (-172.1, -13.8),
    "YT": (45.2, -12.8),
}

ALPHA_2 = {f"{numeric:03}": alpha_2 for alpha_2, (_, numeric) in ALT_CODES.items()}


def points_of_shapes(topology: dict) -> dict[str, Point]:
    """The middle of the largest polygon of each country that the topology draws, by alpha-2 code."""
    points = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        # Kosovo has no ISO number, and XK by common use. Shapes without a code at all are not countries here.
        code = "XK" if shape["properties"]["name"] == "Kosovo" else ALPHA_2.get(shape.get("id"))
        if code:
            points[code] = middle(max(rings(topology, shape), key=lambda ring: abs(twice_signed_area(ring))))
    return points


def middle(ring: Ring) -> Point:
    """The centroid of a polygon, in degrees; the longitude comes back into ±180."""
    x_moment = y_moment = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x_moment += (x1 + x2) * cross
        y_moment += (y1 + y2) * cross
    area = 3 * twice_signed_area(ring)
    return (x_moment / area + 180) % 360 - 180, y_moment / area


def main(source: str, target: str) -> None:
    points = points_of_shapes(json.loads(Path(source).read_text(encoding="utf-8"))) | POINTS
    lines = []
    for country, continent in sorted((code, name) for name, codes in CONTINENTS.items() for code in codes.split()):
        longitude, latitude = points[country]
        lines.append(f'"{country}": ["{continent}", {longitude:.1f}, {latitude:.1f}]')
    Path(target).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
