# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads C++ just well enough for the rules of the house: comments, string literals, functions."""

import re

TOKENS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<raw>R"(?P<mark>[^\s()\\]{0,16})\((?P<rawtext>.*?)\)(?P=mark)")"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*")"""
    r"""|(?P<char>'(?:\\.|[^'\\\n])+')"""
    r"""|(?P<digit>\d[\d'.a-zA-Z]*)""",
    re.DOTALL,
)


def blank(text):
    """As many lines, nothing on them."""
    return "\n" * text.count("\n")


def split(text):
    """The code with comments and literals blanked, the code with only comments blanked, and the literals as
    (line, text)."""
    literals = []

    def without_literals(match):
        line = text.count("\n", 0, match.start()) + 1
        if match["raw"] is not None:
            literals.append((line, match["rawtext"]))
            return '""' + blank(match.group())
        if match["string"] is not None:
            literals.append((line, match["string"][1:-1]))
            return '""'
        if match["comment"] is not None:
            return " " + blank(match.group())
        return "0" if match["char"] else match.group()

    def without_comments(match):
        return " " + blank(match.group()) if match["comment"] is not None else match.group()

    return TOKENS.sub(without_literals, text), TOKENS.sub(without_comments, text), literals


SCOPE = re.compile(r"\b(namespace|class|struct|union|enum)\b(?![^{]*\)\s*(const|noexcept|override|final|->|$))")


# The braces of a member's initial value, which are not yet the constructor's body.
MEMBER = re.compile(r"\)\s*(noexcept\s*)?:(?!:).*[\w>]$", re.DOTALL)


def kind_of(head, inside):
    """What the brace after these words opens: a function, a scope that may hold functions, or something else."""
    if inside:
        return "block"
    if SCOPE.search(head):
        return "scope"
    before = re.sub(r"operator\s*[^\s\w(]+", "operator", head).split("(")[0]
    if ")" not in head or "=" in before:
        return "block"
    return "member" if MEMBER.search(head.rstrip()) else "function"


def functions(text):
    """Yields (name, first line, lines) for every function with a body outside of other functions."""
    code = re.sub(r"^[ \t]*#.*(?:\\\n.*)*", lambda match: blank(match.group()), split(text)[0], flags=re.MULTILINE)
    stack, start, head_start = [], None, 0
    for match in re.finditer(r"[{};]", code):
        head = code[head_start:match.start()]
        kind = None
        if match.group() == "{":
            kind = kind_of(head, "function" in stack)
            if kind == "function":
                offset = head_start + len(head) - len(head.lstrip())
                start = (name_of(head), code.count("\n", 0, offset) + 1)
            stack.append(kind)
        elif match.group() == "}" and stack:
            kind = stack.pop()
            if kind == "function":
                yield start[0], start[1], code.count("\n", 0, match.end()) + 1 - start[1] + 1
        if kind != "member":
            head_start = match.end()


def name_of(head):
    match = re.search(r"([\w:~]+|operator\s*\S+?)\s*\(", head)
    return match.group(1) if match else "(unnamed)"
