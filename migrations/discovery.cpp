// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/discovery.h"

#include "migrations/drizzlefolders.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int greatestDepth = 6;
constexpr int mostFolders = 20000;

bool isSkipped(const QString &name)
{
    static const QStringList skipped{u"node_modules"_s, u"dist"_s,     u"build"_s, u"target"_s, u"vendor"_s,
                                     u"venv"_s,         u"coverage"_s, u"out"_s,   u"tmp"_s,    u"__pycache__"_s};
    return name.startsWith(u'.') || skipped.contains(name);
}

// `name: "value"` with any of JavaScript's quotes; comments must be gone.
QString property(const QString &text, const QString &name)
{
    const QRegularExpression pattern(u"(?:^|[\\s{,\"'])"_s + name + u"[\"']?\\s*:\\s*([\"'`])([^\"'`]*)\\1"_s);
    return pattern.match(text).captured(2);
}

QString withoutComments(QString text)
{
    static const QRegularExpression block(u"/\\*.*?\\*/"_s, QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression line(u"(^|[^:\"'`])//[^\\n]*"_s);
    return text.remove(block).replace(line, u"\\1"_s);
}

QByteArray readHead(const QString &path, qint64 bytes)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(bytes) : QByteArray();
}

class Search
{
public:
    explicit Search(const QString &root)
        : m_root(QDir(root).absolutePath())
    {
    }

    QList<LayoutCandidate> run()
    {
        visit(m_root, 0);
        addPlain();
        std::stable_sort(m_found.begin(), m_found.end(), [](const LayoutCandidate &a, const LayoutCandidate &b) {
            return a.rank != b.rank ? a.rank > b.rank : a.files > b.files;
        });
        return m_found;
    }

private:
    QString shown(const QString &path) const
    {
        const QString relative = QDir(m_root).relativeFilePath(path);
        return relative == "."_L1 ? QDir(path).dirName() : relative;
    }

    void visit(const QString &path, int depth)
    {
        if (++m_folders > mostFolders)
            return;
        const QDir dir(path);
        readConfigs(dir);
        if (dir.exists(u"meta/_journal.json"_s))
            addDrizzle(path, u"journal"_s, {}, Words::tr("it has meta/_journal.json"), 0);
        const QStringList folders = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
        const bool stamped = std::any_of(folders.begin(), folders.end(), [&](const QString &name) {
            return folderMillis(name) && dir.exists(name + u"/migration.sql"_s);
        });
        if (stamped)
            addDrizzle(path, u"folders"_s, {}, Words::tr("it has folders named by date with a migration.sql"), 0);
        else if (!dir.exists(u"meta/_journal.json"_s))
            readSqlFiles(dir);
        for (const QString &name : folders) {
            if (depth < greatestDepth && !isSkipped(name) && !(stamped && folderMillis(name)))
                visit(dir.filePath(name), depth + 1);
        }
    }

    void readConfigs(const QDir &dir)
    {
        const QStringList names =
            dir.entryList({u"drizzle.config.*"_s, u"drizzle*.config.*"_s}, QDir::Files, QDir::Name);
        for (const QString &name : names) {
            const DrizzleConfig config = readDrizzleConfig(readHead(dir.filePath(name), 1 << 16));
            const QString out = QDir::cleanPath(dir.absoluteFilePath(config.out));
            if ((!config.dialect.isEmpty() && !config.dialect.startsWith("p"_L1)) || !QDir(out).exists())
                continue;
            const QString why = Words::tr("%1 names it").arg(shown(dir.filePath(name)));
            const bool journal = QFile::exists(out + u"/meta/_journal.json"_s);
            addDrizzle(out, journal ? u"journal"_s : u"folders"_s, config.source, why, 10);
        }
    }

    void addDrizzle(const QString &path, const QString &format, const TrackingSource &source, const QString &why,
                    int rank)
    {
        const auto known = std::find_if(m_found.begin(), m_found.end(), [&](const LayoutCandidate &c) {
            return c.settings.directories == QStringList{path} && c.settings.format == format;
        });
        if (known != m_found.end()) {
            known->why += u"; "_s + why;
            known->rank = std::max(known->rank, 30 + rank);
            return;
        }
        LayoutCandidate candidate;
        candidate.settings = makeLayout({format, {path}, source})->settings();
        candidate.title = Words::tr("%1 in %2").arg(makeLayout(candidate.settings)->title(), shown(path));
        candidate.why = why;
        candidate.files = countFiles(path, format);
        // A configuration that names an empty folder is worth less than a folder that is in use.
        candidate.rank = candidate.files == 0 && format == "folders"_L1 ? 1 : 30 + rank;
        m_found << candidate;
    }

    static int countFiles(const QString &path, const QString &format)
    {
        const QDir dir(path);
        if (format == "journal"_L1)
            return int(dir.entryList({u"*.sql"_s}, QDir::Files).size());
        const QStringList folders = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return int(std::count_if(folders.begin(), folders.end(),
                                 [&](const QString &name) { return dir.exists(name + u"/migration.sql"_s); }));
    }

    void readSqlFiles(const QDir &dir)
    {
        const QStringList names = dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
        const QString own = dir.dirName().toLower();
        if (names.isEmpty() || own == "rollback"_L1 || own == "rollbacks"_L1 || own == "down"_L1 || own == "seeds"_L1)
            return;
        static const QRegularExpression numbered(u"^\\d+[_.-]"_s);
        static const QRegularExpression record(u"insert\\s+into\\s+(?:\"?\\w+\"?\\.)?\"?schema_migrations\"?"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        int numbers = 0;
        bool records = false;
        for (const QString &name : names) {
            const bool counts = numbered.match(name).hasMatch();
            numbers += counts ? 1 : 0;
            records = records
                || (counts && record.match(QString::fromUtf8(readHead(dir.filePath(name), 1 << 18))).hasMatch());
        }
        if (records)
            addNumbered(dir.absolutePath(), numbers);
        else if (numbers > 0 || own.contains("migration"_L1))
            m_plain.append({dir.absolutePath(), int(names.size())});
        else if (dir.absolutePath() == m_root)
            m_loose.append({dir.absolutePath(), int(names.size())});
    }

    void addNumbered(const QString &path, int files)
    {
        LayoutCandidate candidate;
        candidate.settings = makeLayout({u"numbered"_s, {path}, {}})->settings();
        candidate.title = Words::tr("%1 in %2").arg(makeLayout(candidate.settings)->title(), shown(path));
        candidate.why = Words::tr("its numbered files insert into schema_migrations");
        candidate.files = files;
        candidate.rank = 20;
        m_found << candidate;
    }

    void addPlain()
    {
        if (m_plain.isEmpty() && m_found.isEmpty())
            m_plain = m_loose;
        if (m_plain.isEmpty())
            return;
        LayoutCandidate candidate;
        candidate.settings.format = u"plain"_s;
        QStringList places;
        for (const auto &[path, files] : std::as_const(m_plain)) {
            candidate.settings.directories << path;
            candidate.files += files;
            places << shown(path);
        }
        candidate.title = Words::tr("%1 in %2").arg(makeLayout(candidate.settings)->title(), places.join(u", "_s));
        candidate.why = Words::tr("there are SQL files, and nothing that keeps a record");
        candidate.rank = 10;
        m_found << candidate;
    }

    QString m_root;
    int m_folders = 0;
    QList<LayoutCandidate> m_found;
    QList<std::pair<QString, int>> m_plain, m_loose;
};

} // namespace

DrizzleConfig readDrizzleConfig(const QByteArray &text)
{
    const QString code = withoutComments(QString::fromUtf8(text));
    DrizzleConfig config;
    config.out = property(code, u"out"_s);
    config.dialect = property(code, u"dialect"_s);
    if (config.out.isEmpty())
        config.out = u"drizzle"_s;
    static const QRegularExpression section(u"migrations[\"']?\\s*:\\s*\\{([^}]*)\\}"_s);
    const QString migrations = section.match(code).captured(1);
    config.source.table = property(migrations, u"table"_s);
    config.source.schema = property(migrations, u"schema"_s);
    return config;
}

QList<LayoutCandidate> discoverLayouts(const QString &folder)
{
    return QDir(folder).exists() ? Search(folder).run() : QList<LayoutCandidate>();
}

} // namespace pitboss
