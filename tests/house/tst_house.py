# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rule that cannot fail is no rule: each is shown what it must find, and what it must leave alone."""

import os
import tempfile
import unittest

import house
import source

LINES = "// SPDX-FileCopyrightText: 2026 X\n// SPDX-License-Identifier: GPL-3.0-or-later\n"


class House(unittest.TestCase):
    def found(self, rule, path, text):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
            with open(os.path.join(root, "CMakeLists.txt"), "w", encoding="utf-8") as file:
                file.write(LINES)
            return list(house.RULES[rule](root))

    def assert_found(self, rule, path, text):
        self.assertTrue(self.found(rule, path, text), f"{rule} overlooks {text!r} in {path}")

    def assert_quiet(self, rule, path, text):
        self.assertEqual(self.found(rule, path, text), [])

    def test_an_include_upwards_is_found(self):
        self.assert_found("layering", "sql/a.cpp", '#include "models/b.h"\n')
        self.assert_found("layering", "ui/a.cpp", '#  include "app/b.h"\n')
        self.assert_found("layering", "app/cli/a.cpp", '#include "ui/b.h"\n')
        self.assert_found("layering", "app/a.cpp", '#include "app/window/b.h"\n')
        self.assert_found("layering", "migrations/a.cpp", "#include <QWidget>\n")
        self.assert_found("layering", "sql/a.cpp", '#include "b.h"\n')

    def test_an_include_downwards_is_left_alone(self):
        self.assert_quiet("layering", "ui/a.cpp", '#include "ui/c.h"\n#include "sql/b.h"\n#include <QWidget>\n')
        self.assert_quiet("layering", "app/window/a.cpp", '#include "ui/c.h"\n')
        self.assert_quiet("layering", "sql/a.cpp", '// #include "ui/c.h"\n#include "sql/operations/b.h"\n')

    def test_sql_outside_its_folders_is_found(self):
        for text in ("QSqlQuery query;", "PGconn *c;", "PQexec(c, x);", 'f("SELECT id FROM users");',
                     'f("select id from users");', 'f(R"(\n  DELETE FROM users\n)");', '#include <libpq-fe.h>',
                     'f(QStringLiteral("UPDATE %1 SET x = 1"));', 'f("DROP TABLE users");'):
            self.assert_found("database", "ui/a.cpp", text + "\n")

    def test_words_about_sql_are_left_alone(self):
        for text in ("// SELECT 1 FROM x", 'f(tr("Select a table from the list"));', 'f(tr("Update"));',
                     'f("CREATE INDEX CONCURRENTLY");', 'f(tr("This SELECT returns no rows"));'):
            self.assert_quiet("database", "ui/a.cpp", text + "\n")
        self.assert_quiet("database", "sql/a.cpp", "QSqlQuery query; // SELECT\n")

    def test_long_functions_and_files_are_found(self):
        body = "    x();\n"
        self.assert_found("sizes", "ui/a.cpp", "void A::f(int a)\n{\n" + body * 58 + "}\n")
        self.assert_quiet("sizes", "ui/a.cpp", "void A::f(int a)\n{\n" + body * 57 + "}\n")
        self.assert_found("sizes", "ui/a.cpp", "A::A(int a) : m_a{a}, m_b{1}\n{\n" + body * 60 + "}\n")
        self.assert_found("sizes", "ui/a.h", "class A : public B {\n    int f() const override {\n" + body * 60 + "}\n};\n")
        self.assert_found("sizes", "ui/a.cpp", "bool operator==(const A &a, const B &b)\n{\n" + body * 60 + "}\n")
        self.assert_found("sizes", "ui/a.cpp", "int x;\n" * 401)

    def test_functions_are_told_from_other_braces(self):
        text = ('namespace a {\nstruct B { int x{1}; };\nconst QSet<int> s = {1, 2};\nenum class C { One };\n'
                'void f(int a = g()) {\n  if (a) { h("}"); }\n}\nint g() { auto l = [](int b) { return b; }; return 1; }\n}\n')
        self.assertEqual([name for name, _, _ in source.functions(text)], ["f", "g"])

    def test_missing_licence_lines_are_found(self):
        self.assert_found("licences", "sql/a.cpp", "int x;\n")
        self.assert_quiet("licences", "sql/a.cpp", LINES)

    def test_forbidden_words_are_found(self):
        self.assert_found("words", "app/a.cpp", "job.setInsecureFallback(true);\n")
        self.assert_found("words", "ui/a.cpp", "QEventLoop loop;\n")
        self.assert_found("words", "ui/a.cpp", "future.then(this, f);\n")
        self.assert_found("words", "packaging/a", "cd /" + "root/x\n")
        self.assert_found("words", "resources/a.sql", "-- /" + "home/someone/x\n")
        self.assert_quiet("words", "app/a.cpp", "// setInsecureFallback is never called\n")

    def test_strangers_on_the_top_level_are_found(self):
        self.assert_found("toplevel", "notes/a.txt", "x")
        self.assert_quiet("toplevel", "sql/a.txt", "x")

    def test_two_types_of_one_name_are_found(self):
        text = "namespace pitboss {\nstruct Rows\n{\n};\n}\n"
        for other, count in ((text, 1), (text.replace("pitboss", "pitboss::cli"), 0), ("struct Rows;\n", 0)):
            with tempfile.TemporaryDirectory() as root:
                for path, content in (("sql/a.h", text), ("ui/b.h", other)):
                    os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                    with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                        file.write(content)
                self.assertEqual(len(list(house.RULES["names"](root))), count, other)

    def test_a_table_that_is_not_the_list_is_found(self):
        tool = '#!/bin/sh\necho "| one |"\n'
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "packaging"))
            path = os.path.join(root, "packaging", "packages")
            with open(path, "w", encoding="utf-8") as file:
                file.write(tool)
            os.chmod(path, 0o755)
            self.assertTrue(list(house.readme(root)))
            with open(os.path.join(root, "README.md"), "w", encoding="utf-8") as file:
                file.write("# x\n| one |\n")
            self.assertEqual(list(house.readme(root)), [])


if __name__ == "__main__":
    unittest.main()
