// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"
#include "sql/connection.h"
#include "sql/pit/people.h"
#include "ui/page.h"
#include "ui/support/operationdialog.h"
#include "ui/support/pitreader.h"

#include <QPointer>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace pitboss {

class EmptyState;
class MessageBar;
class PeopleSearch;
class PersonView;

/// The support desk: find a person, see what they hold, and give credits back once.
class SupportPage : public Page
{
    Q_OBJECT
public:
    explicit SupportPage(QSettings &settings, QWidget *parent = nullptr);
    ~SupportPage() override;

    QString id() const override { return QStringLiteral("support"); }
    QString title() const override { return tr("Support"); }
    QString iconName() const override { return QStringLiteral("support"); }
    void activated() override { find(); }
    void refresh() override;
    void find() override;
    bool cancel() override;
    void goTo(const QVariant &location) override;

    using MakeConnection = std::function<std::unique_ptr<Connection>()>;
    /// `makeReader` gives read-only ones; `place` is where the forms write. Ends what was open: a form never changes
    /// its database.
    void setConnection(const MakeConnection &makeReader, const WritePlace &place);
    void clearConnection();
    void search(const QString &text);
    void openPerson(const QString &id);
    GuardedDialog *form() const { return m_form; }

signals:
    void rowsRequested(const pitboss::RelationRef &ref, const QString &filter);

private:
    struct Loaded
    {
        PitDetail detail;
        Result<ResultSet> ledger;
    };
    void connectParts();
    void setUpEmpty(const PitSchema &schema);
    void showCount(int people, bool more);
    void showPerson(const Result<Loaded> &loaded);
    void showError(const Error &error);
    void readLedger(bool older);
    void openForm(const OperationWish &wish);
    void openPurge();
    QWidget *buildSide();
    void reverse(const Receipt &receipt);
    void closeForm();

    QSettings &m_settings;
    std::optional<PitReader> m_reader;
    WritePlace m_place;
    QString m_wantedId;
    Newest m_reads;
    QPointer<GuardedDialog> m_form;
    PeopleSearch *m_search;
    QAction *m_purge;
    MessageBar *m_message;
    QStackedWidget *m_right;
    EmptyState *m_empty;
    PersonView *m_person;
};

} // namespace pitboss
