"""The version of enriched rows: it changes with whatever could change them, wherever that stands."""

import shutil
import subprocess
import sys
from pathlib import Path

from enrichment.version import ENRICHMENT_VERSION, PACKAGES, compute_version

ROOT = Path(__file__).parents[3]


def test_the_version_changes_with_any_file_of_a_package(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "rules" / "weights.bin").write_bytes(b"\x00")
    before = compute_version(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"cache")
    (tmp_path / "a.py").write_bytes(b"x = 1\r\n")
    assert compute_version(tmp_path) == before
    (tmp_path / "rules" / "weights.bin").write_bytes(b"\x01")
    changed = compute_version(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({before, changed, compute_version(tmp_path)}) == 3


def test_the_version_changes_with_the_rules_and_the_weights_of_quotations(tmp_path: Path) -> None:
    packages = [tmp_path / name for name in PACKAGES]
    for name, copy in zip(PACKAGES, packages, strict=True):
        shutil.copytree(ROOT / name, copy, ignore=shutil.ignore_patterns("__pycache__"))
    versions = [compute_version(*packages)]
    for file in ("rules/en.toml", "rules/turns.toml", "weights/en.json", "english/reader.py"):
        path = tmp_path / "quotations" / file
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        versions.append(compute_version(*packages))

    assert versions[0] == ENRICHMENT_VERSION
    assert len(set(versions)) == 5


def test_the_version_covers_every_package_of_ours_and_no_package_that_has_no_part_in_the_output() -> None:
    program = "import sys, enrichment.batches; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert ours.intersection(loaded) == set(PACKAGES)
