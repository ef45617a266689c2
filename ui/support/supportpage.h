// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resultmodel.h"
#include "sql/catalog.h"
#include "sql/connection.h"
#include "sql/pit/people.h"
#include "ui/page.h"
#include "ui/support/operationdialog.h"

#include <QPointer>

class QLineEdit;
class QSettings;
class QSplitter;
class QStackedWidget;
class QTimer;
class QTreeView;

namespace pitboss {

class EmptyState;
class MessageBar;
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

    /// `reader` is read-only; `place` is where the forms write. Ends what was open: a form never changes its database.
    void setConnection(std::unique_ptr<Connection> reader, const OperationDialog::Place &place);
    void clearConnection();
    void search(const QString &text);
    void openPerson(const QString &id);
    OperationDialog *form() const { return m_form; }

signals:
    void rowsRequested(const pitboss::RelationRef &ref, const QString &filter);

private:
    struct Loaded
    {
        PitDetail detail;
        Result<ResultSet> ledger;
    };
    QWidget *buildSearch();
    void startSearch();
    void showFound(const Result<ResultSet> &found);
    void showPerson(const Result<Loaded> &loaded);
    void readLedger(bool older);
    void openForm(const OperationWish &wish);
    void reverse(const Receipt &receipt);
    void closeForm();
    template <typename Fn> auto ask(Fn fn);

    QSettings &m_settings;
    std::unique_ptr<Connection> m_reader;
    OperationDialog::Place m_place;
    std::optional<PitSchema> m_schema; ///< read with the first question, kept until a refresh
    QString m_wantedId;
    Ticket m_searchTicket = 0;
    Newest m_searches;
    Newest m_reads;
    QPointer<OperationDialog> m_form;
    QTimer *m_delay;
    QLineEdit *m_field;
    ResultModel *m_found;
    QTreeView *m_results;
    MessageBar *m_message;
    QStackedWidget *m_right;
    EmptyState *m_empty;
    PersonView *m_person;
};

} // namespace pitboss
