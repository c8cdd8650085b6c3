"""How long it takes to find somebody's soulmates, and how that grows: `python -m bench.soulmates`.

BENCH_SOULMATES_URL names an empty database; without it, it is the file var/bench-soulmates.sqlite3, made anew. Members
have ten symptoms each, drawn from annotated conditions, the first of them far more often than the last (Zipf). The
exact matches are found apart, by simGIC with everybody, without postings.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median
from typing import Any

from bench.patients import ANNOTATIONS, ONTOLOGY, clinic
from bench.seed import ROOT, prepare

SIZES = (1_000, 10_000, 100_000)
ASKED, CHECKED, CHANGED = 200, 20, 40
AT_A_TIME = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the finding of soulmates.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--step", choices=["import", "fill", "measure"], help="one step alone, in this process")
    parser.add_argument("--members", type=int, default=0)
    arguments = parser.parse_args()
    os.environ["BENCH_DATABASE_URL"] = os.environ.get("BENCH_SOULMATES_URL") or sqlite_url()
    if arguments.step:
        prepare()
        print(json.dumps({"import": bring, "fill": fill, "measure": measure}[arguments.step](arguments.members)))
        return
    if not ONTOLOGY.exists() or not ANNOTATIONS.exists():
        print("Soulmates are not measured: the files of the ontology are not there.")
        return
    run("import", 0)
    print("| members | listed pairs | index | p50 ms | p95 ms | CPU ms | of the exact 20 | a change, ms | process MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for size in sorted(arguments.sizes):
        filled = run("fill", size)
        print(row(size, filled | run("measure", size)), flush=True)


def sqlite_url() -> str:
    path = ROOT / "var" / "bench-soulmates.sqlite3"
    if "--step" not in sys.argv:
        for name in ("", "-wal", "-shm"):
            Path(f"{path}{name}").unlink(missing_ok=True)
    return f"sqlite:///{path}"


def run(step: str, members: int) -> dict[str, Any]:
    """One step in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.soulmates", "--step", step, "--members", str(members)]
    environment = os.environ | {"BENCH_SOULMATES_URL": os.environ["BENCH_DATABASE_URL"], "DEBUG": "false"}
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def row(size: int, told: dict[str, Any]) -> str:
    cells = (
        f"{size:,}",
        f"{told['pairs']:,}",
        f"{told['bytes'] / 1e6:.1f} MB",
        f"{told['p50']:.1f}",
        f"**{told['p95']:.1f}**",
        f"{told['cpu']:.1f}",
        f"{told['recall']:.3f}",
        f"{told['change']:.0f}",
        f"{told['memory']:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def bring(_members: int) -> dict[str, Any]:
    """Makes the tables and imports the ontology."""
    from django.core.management import call_command  # noqa: PLC0415

    from conditions.importers.hpo import import_hpo  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    return {"symptoms": import_hpo(ONTOLOGY, ANNOTATIONS).symptom_count}


def fill(members: int) -> dict[str, Any]:
    """Adds members until there are so many, and lists them."""
    from accounts.models import User  # noqa: PLC0415
    from conditions.importers.hpoa import read_hpoa  # noqa: PLC0415
    from conditions.importers.reading import lines_of  # noqa: PLC0415
    from conditions.models import Symptom, SymptomRedirect  # noqa: PLC0415
    from members.listing import relist_everyone  # noqa: PLC0415
    from members.models import MemberSymptom, Posting, Soulmate, Strength  # noqa: PLC0415

    keys = dict(Symptom.objects.values_list("hpo_id", "pk"))
    keys |= dict(SymptomRedirect.objects.values_list("old_hpo_id", "symptom"))
    names = {pk: hpo_id for hpo_id, pk in keys.items()}
    lineages = {symptom.pk: symptom.lineage for symptom in Symptom.objects.all()}
    sizes = {pk: len(lineage) for pk, lineage in lineages.items()}
    parents = {
        names[pk]: [names[key] for key in lineage if sizes[key] == sizes[pk] - 1] for pk, lineage in lineages.items()
    }
    annotated = read_hpoa(lines_of(ANNOTATIONS)).symptoms
    here = clinic({key: [one for one in own if one in keys] for key, own in annotated.items()}, parents)
    there = Soulmate.objects.count()
    rng = random.Random(there)
    conditions = random.Random(0).sample(sorted(here.conditions), len(here.conditions))
    shares = [1 / (place + 10) for place in range(len(conditions))]
    strengths = Strength.values
    for start in range(there, members, AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, members))
        people = User.objects.bulk_create(
            User(username=f"m{n}", display_name=f"Member {n}", name_key=f"m{n}", password="!") for n in numbers
        )
        MemberSymptom.objects.bulk_create(
            (
                MemberSymptom(member=member, symptom_id=key, strength=rng.choice(strengths))
                for member in people
                for key in {keys[one] for one in here.patient(rng.choices(conditions, shares)[0], rng)}
            ),
            batch_size=AT_A_TIME,
        )
        Soulmate.objects.bulk_create((Soulmate(member=member) for member in people), batch_size=AT_A_TIME)
    relist_everyone()
    pairs = sum(len(listed) for listed in Soulmate.objects.values_list("listed", flat=True).iterator())
    size = sum(len(bytes(places)) for places in Posting.objects.values_list("places", flat=True).iterator())
    return {"pairs": pairs, "bytes": size}


def measure(_members: int) -> dict[str, Any]:
    """Finds the soulmates of some, changes the symptoms of some, and compares with the exact matches of a few."""
    from accounts.models import User  # noqa: PLC0415
    from members.services import add_symptoms, remove_symptom  # noqa: PLC0415
    from members.soulmates import matches_of  # noqa: PLC0415

    rng = random.Random(7)
    first = User.objects.order_by("pk").values_list("pk", flat=True)
    asked = list(User.objects.filter(pk__in=rng.sample(list(first), ASKED)))
    matches_of(asked[0])
    found, spent = {}, []
    for member in asked:
        started = time.perf_counter()
        found[member.pk] = matches_of(member)
        spent.append(1000 * (time.perf_counter() - started))
    before = time.process_time()
    for member in asked[:CHANGED]:
        matches_of(member)
    cpu = 1000 * (time.process_time() - before) / CHANGED
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    changes = []
    for member in asked[:CHANGED]:
        symptom = member.member_symptoms.select_related("symptom").first().symptom
        for change in (
            remove_symptom,
            lambda *, member, symptom: add_symptoms(member=member, symptoms=[symptom], consent=True),
        ):
            started = time.perf_counter()
            change(member=member, symptom=symptom)
            changes.append(1000 * (time.perf_counter() - started))
    recall = mean(share_of_exact(member.pk, found[member.pk]) for member in asked[:CHECKED])
    return {
        "p50": median(spent),
        "p95": sorted(spent)[int(0.95 * len(spent))],
        "change": sorted(changes)[int(0.95 * len(changes))],
        "recall": recall,
        "cpu": cpu,
        "memory": memory,
    }


_listed: dict[int, frozenset[int]] = {}
_weights: dict[int, float] = {}


def share_of_exact(me: int, matches: Any) -> float:
    """The share of the matches that are as good as the exact 20 best, by simGIC with everybody's own symptoms."""
    from conditions.models import Symptom  # noqa: PLC0415
    from members.matching import simgic  # noqa: PLC0415
    from members.models import MemberSymptom  # noqa: PLC0415

    if not _listed:
        lineages = {symptom.pk: symptom.with_broader for symptom in Symptom.objects.all()}
        _weights.update(Symptom.objects.values_list("pk", "information"))
        noted = defaultdict(list)
        for member, symptom in MemberSymptom.objects.values_list("member", "symptom").iterator():
            noted[member].append(symptom)
        _listed.update({pk: frozenset().union(*(lineages[key] for key in own)) for pk, own in noted.items()})
    mine = _listed[me]
    sums = sum(map(_weights.__getitem__, mine))
    scores = []
    for pk, theirs in _listed.items():
        shared = sum(map(_weights.__getitem__, mine & theirs))
        if pk != me and shared:
            scores.append((shared / (sums + sum(map(_weights.__getitem__, theirs)) - shared), pk))
    scores.sort(reverse=True)
    worst = scores[:20][-1][0]
    good = [match for match in matches if simgic(mine, _listed[match.pk], _weights) >= worst - 1e-6]
    return len(good) / min(20, len(scores))


if __name__ == "__main__":
    main()
