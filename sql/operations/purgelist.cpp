// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/purgelist.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

namespace pitboss {

namespace {

constexpr int blockRows = 50; // transcripts are long

QString say(const char *text)
{
    return QCoreApplication::translate("Purge", text);
}

/// {"bout": {…}, "reactions": […], "winner_votes": […]}: everything that goes, under its table's name.
QByteArray lines(const QList<BoutRows> &others, const QByteArray &where)
{
    QByteArray line = "jsonb_build_object('bout', to_jsonb(b)";
    for (const BoutRows &other : others)
        line += ", " + quoteLiteral(other.table)
            + ", (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY to_jsonb(o)), '[]')" + " FROM " + other.source
            + " o WHERE o." + other.column + " = b.id)";
    return "SELECT b.id, (" + line + "))::text AS line FROM bouts b WHERE b.status = 'error'" + where;
}

Error fileError(const QString &name, const QString &detail)
{
    return Error::of(Error::Kind::File, say("%1 could not be written. Nothing was deleted.").arg(name), detail,
                     say("Make room or name another file; without the export nothing is deleted."));
}

/// The file of the export, or nothing where none is wanted.
class ExportFile
{
public:
    explicit ExportFile(const QString &name)
        : m_name(name)
        , m_file(name)
    {
    }
    Result<void> open()
    {
        if (m_name.isEmpty())
            return {};
        if (QFileInfo::exists(m_name))
            return fail(fileError(m_name, say("It exists already, and may be an earlier export.")));
        if (!m_file.open(QIODevice::WriteOnly))
            return fail(fileError(m_name, m_file.errorString()));
        m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return {};
    }
    bool write(QByteArrayView line)
    {
        return m_name.isEmpty() || (m_file.write(line.data(), line.size()) == line.size() && m_file.putChar('\n'));
    }
    Result<void> close()
    {
        if (m_name.isEmpty() || m_file.commit())
            return {};
        return fail(fileError(m_name, m_file.errorString()));
    }
    Error error() const { return fileError(m_name, m_file.errorString()); }

private:
    QString m_name;
    QSaveFile m_file;
};

} // namespace

QByteArray arrayText(const QList<QByteArray> &values)
{
    QByteArray text = "{";
    for (QByteArray value : values) {
        value.replace('\\', "\\\\").replace('"', "\\\"");
        text += (text.size() > 1 ? ",\"" : "\"") + value + '"';
    }
    return text + '}';
}

Statement stillAsListed(const QList<BoutRows> &others, const QByteArray &ids, const QByteArray &prints)
{
    return Statement("SELECT id FROM (" + lines(others, " AND b.id = ANY($1)") + ") l WHERE md5(line) = ANY($2)")
        .bind(ids)
        .bind(prints);
}

Result<BoutList> listErroredBouts(Session &session, const QList<BoutRows> &others, const QString &file,
                                  const std::function<bool(qint64)> &progress)
{
    ExportFile output(file);
    if (auto opened = output.open(); !opened)
        return fail(opened.error());
    BoutList list;
    bool isWritten = true;
    bool isStopped = false; // the stream itself does not tell when it was at its last block
    const auto take = [&](const ResultSet &rows) {
        for (int row = 0; row < rows.rowCount() && isWritten; ++row) {
            list.ids << rows.value(row, 0).toByteArray();
            list.prints << rows.value(row, 1).toByteArray();
            isWritten = output.write(rows.value(row, 2));
        }
        isStopped = !progress(list.ids.size());
        return isWritten && !isStopped;
    };
    const QByteArray text = file.isEmpty() ? "NULL" : "line";
    const auto done =
        session.stream(Statement("SELECT id, md5(line), " + text + " FROM (" + lines(others, {}) + ") l ORDER BY id"),
                       blockRows, take);
    if (!isWritten)
        return fail(output.error());
    if (isStopped)
        return fail(Error::canceled());
    if (!done)
        return fail(done.error());
    if (auto closed = output.close(); !closed)
        return fail(closed.error());
    return list;
}

} // namespace pitboss
