# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house, as checks of the sources.

house.py ROOT RULE   prints every violation and exits 1 if there is one, 77 if the rule cannot be checked here
"""

import os
import re
import shutil
import statistics
import subprocess
import sys

import source

# What a folder may include. The command line shares app/*.h with the window, and nothing above migrations/.
ALLOWED = {
    "sql": {"sql"},
    "migrations": {"sql", "migrations"},
    "models": {"sql", "migrations", "models"},
    "ui": {"sql", "migrations", "models", "ui"},
    "app": {"sql", "migrations", "app"},
    "app/cli": {"sql", "migrations", "app", "app/cli"},
    "app/window": {"sql", "migrations", "models", "ui", "app", "app/window"},
}
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md",
             "app", "ui", "models", "sql", "migrations", "resources", "tests", "packaging"}
LONGEST_FUNCTION, LONGEST_FILE = 60, 400
MEDIAN, NINETY_FIVE = 8, 40

DATABASE = re.compile(r"\b(QSqlQuery|QSqlDatabase|QSqlDriver|QSqlRecord|PGconn|PGresult|PQ[a-z]\w+\s*\(|libpq-fe\.h)")
# Statements, not words about statements: a window may well say "this CREATE INDEX takes a lock".
SQL_TEXT = re.compile(
    r"\bSELECT\s[^;]*?\bFROM\s+[\w%\"]|\bSELECT\s+([\d'*]|[\w.]+\()|\bINSERT INTO\s|\bUPDATE\s+\S+\s+SET\s"
    r"|\bDELETE FROM\s|\bTRUNCATE\s+[a-z%\"]|\bWHERE\s+[\w.%\"]+\s*[=<>]|\bCREATE\s+(TABLE|SCHEMA|VIEW|INDEX)\s[^(]*\("
    r"|\bALTER TABLE\s+\S+\s+[A-Z]+\s|\bDROP\s+(TABLE|INDEX|VIEW|SCHEMA)\s+\S+\s*(;|CASCADE|$)"
    r"|^\s*(select\s.*\sfrom\s|insert into\s|update\s+\S+\s+set\s|delete from\s|set local\s)", re.DOTALL)

# (where, what, why)
FORBIDDEN = [
    (r".", r"setInsecureFallback", "a password never goes to a file"),
    (r"^(ui|models|app/window)/", r"\bQEventLoop\b|\bprocessEvents\b", "no nested event loop in the window's thread"),
    (r"^(ui|models|app/window)/", r"\bQFuture\w*\b.*\bwaitForFinished\b", "the window's thread never waits"),
    (r"^(app|ui|models|migrations|sql)/", r"(->|\.)terminate\(\)|QThread::terminate", "a thread is asked, never killed"),
    (r"^(app|ui|models|migrations|sql)/", r"\.then\(\s*\w", "continuations go through whenFinished"),
    (r"^(app|ui|models|migrations|sql)/", r"\bQ_FOREACH\b|\bSIGNAL\(|\bSLOT\(", "connections are checked by the compiler"),
    (r"^(app|ui|models|migrations|sql)/", r"static\s+\w+\s*[&*]\s*instance\(", "constructors inject, no instance()"),
]
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|home/(?!linuxbrew)\w+|root)/|\bdeb\.debian\.org\b|/tmp/\w+/pitboss")


def files(root, suffixes, folders):
    for folder in folders:
        for path, names, leaves in os.walk(os.path.join(root, folder)):
            names[:] = sorted(name for name in names if name not in ("build", ".git"))
            for leaf in sorted(leaves):
                if leaf.endswith(suffixes) or (not suffixes and leaf):
                    yield os.path.relpath(os.path.join(path, leaf), root)


def read(root, path):
    if not os.path.exists(os.path.join(root, path)):
        return ""
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def cpp(root, *folders):
    return files(root, (".cpp", ".h"), folders or ("app", "ui", "models", "migrations", "sql", "tests"))


def room_of(path, folder):
    """app/window and app/cli are rooms of their own."""
    parts = path.split("/")
    return f"app/{parts[1]}" if folder == "app" and len(parts) > 2 else folder


def layering(root):
    for path in cpp(root, "app", "ui", "models", "migrations", "sql"):
        room = room_of(path, path.split("/")[0])
        code = source.split(read(root, path))[1]
        for number, line in enumerate(code.split("\n"), 1):
            match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if not match:
                continue
            target = match[2]
            folder = target.split("/")[0]
            if match[1] == '"' and folder in ALLOWED and room_of(target, folder) not in ALLOWED[room]:
                yield f"{path}:{number}: {room} may not include {target}"
            if match[1] == '"' and "/" not in target:
                yield f"{path}:{number}: include with the folder: {target}"
            if re.match(r"Qt?(Gui|Widgets)(/|$)|Q(Widget|Application|GuiApplication)$", target) \
                    and room in ("sql", "migrations", "app", "app/cli"):
                yield f"{path}:{number}: {room} links no Gui library: {target}"


def database(root):
    for path in cpp(root, "app", "ui", "models"):
        _, code, literals = source.split(read(root, path))
        for number, line in enumerate(code.split("\n"), 1):
            match = DATABASE.search(line)
            if match:
                yield f"{path}:{number}: {match[1]} belongs into sql/ or migrations/"
        for number, literal in literals:
            match = SQL_TEXT.search(literal)
            if match:
                yield f"{path}:{number}: SQL belongs into sql/ or migrations/: {match[0].strip()[:40]}"


def licences(root):
    scripts = [path for path in files(root, (), ("packaging", "tests", ".ci"))
               if "." not in os.path.basename(path) and read(root, path).startswith("#!")]
    suffixes = (".cpp", ".h", ".py", ".cmake", "CMakeLists.txt")
    for path in [*files(root, suffixes, TOP_LEVEL - {"LICENSE"}), "CMakeLists.txt", *scripts]:
        head = read(root, path)[:400]
        if "SPDX-FileCopyrightText:" not in head or "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
            yield f"{path}: the two SPDX lines are missing"


def sizes(root):
    lengths = []
    for path in cpp(root):
        text = read(root, path)
        if text.count("\n") > LONGEST_FILE:
            yield f"{path}: {text.count(chr(10))} lines, a file has at most {LONGEST_FILE}"
        for name, line, length in source.functions(text):
            if not path.startswith("tests/"):
                lengths.append(length)
            if length > LONGEST_FUNCTION:
                yield f"{path}:{line}: {name} has {length} lines, a function has at most {LONGEST_FUNCTION}"
    if len(lengths) > 20:
        median, ninety_five = statistics.median(lengths), statistics.quantiles(lengths, n=20)[-1]
        print(f"{len(lengths)} functions: median {median:g} lines, 95 % at most {ninety_five:g}, longest {max(lengths)}")
        if median > MEDIAN or ninety_five > NINETY_FIVE:
            yield f"functions grow: the median is to be at most {MEDIAN} lines, 95 % at most {NINETY_FIVE}"


def words(root):
    for path in cpp(root):
        code = source.split(read(root, path))[1]
        for number, line in enumerate(code.split("\n"), 1):
            for where, what, why in FORBIDDEN:
                if re.search(where, path) and re.search(what, line):
                    yield f"{path}:{number}: {why}: {line.strip()}"
    for path in files(root, (), TOP_LEVEL - {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md"}):
        if path.startswith("tests/house/") or path.endswith((".png", ".gz")):
            continue
        for number, line in enumerate(read(root, path).split("\n"), 1):
            if MACHINE_PATH.search(line):
                yield f"{path}:{number}: a path or host of one machine: {line.strip()[:100]}"


def toplevel(root):
    for name in sorted(os.listdir(root)):
        if name not in TOP_LEVEL and not name.startswith(".") and not name.startswith("build"):
            yield f"{name}: the top level holds only {', '.join(sorted(TOP_LEVEL))} and dot files"


def names(root):
    """One program holds all rooms: a second type of the same name in another header is the same type to the linker."""
    first = {}
    for path in files(root, (".h",), ("app", "ui", "models", "migrations", "sql")):
        space = ""
        for number, line in enumerate(source.split(read(root, path))[1].split("\n"), 1):
            if match := re.match(r"namespace ([\w:]+)", line):
                space = match[1]
            match = re.match(r"(?:struct|class|enum class|enum) (\w+)(?: final)?\s*(?::(?!:).*)?(\{.*)?$", line)
            if not match or line.endswith(";") and "{" not in line:
                continue
            name = f"{space}::{match[1]}"
            if first.setdefault(name, path) != path:
                yield f"{path}:{number}: {name} is defined in {first[name]} as well"


def readme(root):
    table = subprocess.run([os.path.join(root, "packaging", "packages"), "table"], check=True, text=True,
                           capture_output=True).stdout
    if table not in read(root, "README.md"):
        yield "README.md: its table is not what packaging/packages table prints"


def layout(root):
    tool = next((tool for tool in ("clang-format-14", "clang-format") if shutil.which(tool) and " 14." in
                 subprocess.run([tool, "--version"], text=True, capture_output=True).stdout), None)
    if tool is None:
        print("clang-format 14 is not here")
        sys.exit(77)
    run = subprocess.run([tool, "--dry-run", "-Werror", *cpp(root)], cwd=root, text=True, capture_output=True)
    for line in run.stderr.split("\n"):
        if "[-Wclang-format-violations]" in line:
            yield line


RULES = {"layering": layering, "database": database, "licences": licences, "sizes": sizes, "words": words,
         "toplevel": toplevel, "names": names, "readme": readme, "layout": layout}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in RULES:
        sys.exit(__doc__)
    violations = list(RULES[sys.argv[2]](sys.argv[1]))
    print("\n".join(violations) if violations else "nothing to complain about")
    sys.exit(1 if violations else 0)
