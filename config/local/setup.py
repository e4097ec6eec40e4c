"""`python -m config.local.setup`: what `make run` needs besides Python packages.

The settings file (unless ENV_FILE names another: a live machine wants no sandbox values), Tabler
from npm, the web font, the collected static files. Each step is skipped while what it was made from
is unchanged, so that a second run takes no time. With `--tools`, what
looks at the pages is fetched as well (axe, Lighthouse: 150 MB), which nobody needs for `make run`.
"""

import hashlib
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
FONT = VAR_DIR / "build" / "fonts" / "figtree.woff2"
PACKAGES = BASE_DIR / "node_modules"
TABLER = PACKAGES / "@tabler" / "core" / "package.json"
LIGHTHOUSE = PACKAGES / "lighthouse" / "package.json"

# Latin with accents, dashes and quotes, the rupee, arrows, minus, tick, star: what our pages use.
CHARACTERS = "U+20-7E,U+A0-FF,U+2013-2026,U+20B9,U+2190-2193,U+2212,U+2605,U+2713"


def main(*, with_tools: bool = False) -> None:
    """Bring everything up to date, saying what takes time."""
    if "ENV_FILE" not in os.environ:
        make_env_file(BASE_DIR / ".env.example", BASE_DIR / ".env")
    lock = BASE_DIR / "package-lock.json"
    if with_tools:
        up_to_date("tools", contents([lock]), LIGHTHOUSE, _install_tools)
    else:
        up_to_date("npm", contents([lock]), TABLER, _install_npm)
    up_to_date("font", CHARACTERS + _font_version(), FONT, _cut_font)
    up_to_date("static", _static_state(lock), VAR_DIR / "static", _collect_static)


def make_env_file(example: Path, target: Path) -> None:
    """Copy the example with a random SECRET_KEY, for its owner only; keep what is there already."""
    if target.exists():
        return
    text = example.read_text()
    text = re.sub(r"(?m)^SECRET_KEY=$", f"SECRET_KEY={secrets.token_urlsafe(50)}", text)
    target.touch(mode=0o600)
    target.write_text(text)
    _say(f"wrote {target.name} with sandbox values")


def up_to_date(
    name: str,
    made_from: str,
    product: Path,
    make: Callable[[], None],
    *,
    stamps: Path = VAR_DIR / "stamps",
) -> None:
    """Call `make` unless `product` is there and was made from just this."""
    stamp = stamps / name
    digest = hashlib.sha256(made_from.encode()).hexdigest()
    if product.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def contents(paths: Iterable[Path]) -> str:
    """The text of the files, one after another."""
    return "".join(path.read_text() for path in paths)


def _install_npm() -> None:
    _say("fetching the staff pages' style from npm")
    _npm_ci("--omit=dev")


def _install_tools() -> None:
    """With the style, for npm takes away what it is not asked for."""
    _say("fetching axe and Lighthouse from npm")
    _npm_ci()


def _npm_ci(*options: str) -> None:
    npm = Path(sys.executable).with_name("npm")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command = [str(npm), "ci", *options, *quiet]
    subprocess.run(command, cwd=BASE_DIR, check=True, timeout=300)  # noqa: S603 - ours


def _font_version() -> str:
    from importlib.metadata import version

    return version("fontpkg-figtree") + version("fonttools")


def _cut_font() -> None:
    import fontpkg_figtree
    from fontTools import subset

    _say("cutting the web font")
    FONT.parent.mkdir(parents=True, exist_ok=True)
    subset.main(
        [
            str(fontpkg_figtree.ROOT / "files" / "Figtree[wght].ttf"),
            f"--unicodes={CHARACTERS}",
            "--flavor=woff2",
            "--layout-features=*",
            f"--output-file={FONT}",
        ]
    )


def _static_state(lock: Path) -> str:
    files = sorted(path for path in (BASE_DIR / "static").rglob("*") if path.is_file())
    stats = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    config = BASE_DIR / "config"
    made_by = [lock, *(config / f"{name}.py" for name in ("settings", "storage", "stylesheets"))]
    return f"{stats}{contents(made_by)}{FONT.stat().st_size}"


def _collect_static() -> None:
    import django
    from django.core.management import call_command

    _say("collecting and compressing static files")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def _say(line: str) -> None:
    sys.stdout.write(f"· {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(with_tools="--tools" in sys.argv[1:])
