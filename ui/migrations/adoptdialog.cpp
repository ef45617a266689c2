// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/adoptdialog.h"

#include "ui/codeview.h"

#include <QFormLayout>
#include <QLabel>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

AdoptDialog::AdoptDialog(const LayoutSettings &layout, const QString &tag, Adoption::Kind kind, const WritePlace &place,
                         QSettings &settings, QWidget *parent)
    : GuardedDialog(kind == Adoption::Kind::ListInJournal ? tr("List in the journal") : tr("Record as applied"), place,
                    parent)
    , m_layout(layout)
    , m_tag(tag)
    , m_kind(kind)
    , m_shown(new CodeView)
{
    setObjectName(u"adoptDialog"_s);
    auto *fields = new QWidget;
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *what =
        new QLabel(kind == Adoption::Kind::ListInJournal
                       ? tr("%1 is in the folder, and the journal does not know it. It gets an entry there; the "
                            "database is not touched.")
                             .arg(tag)
                       : tr("What %1 makes is in the database already. It gets its row as applied; no statement "
                            "of it is run.")
                             .arg(tag));
    what->setWordWrap(true);
    what->setTextFormat(Qt::PlainText);
    form->addRow(what);
    m_reason = new ReasonRows(form, place.environment, settings);
    m_shown->setObjectName(u"adoptShown"_s);
    m_shown->setAccessibleName(tr("What is written"));
    m_shown->setReadOnly(true);
    setParts(fields, m_shown, nullptr, nullptr);
    connect(m_reason, &ReasonRows::changed, this, &AdoptDialog::refreshButtons);
}

void AdoptDialog::startPreview()
{
    setBusy(tr("Looking…"));
    const auto task = writer().run([layout = m_layout, tag = m_tag, kind = m_kind](Session &session) {
        return planAdoption(session, *makeLayout(layout), tag, kind);
    });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<Adoption> &adoption) {
        setBusy({});
        if (!adoption)
            return message()->showError(adoption.error(), tr("Nothing was written."), {});
        m_reason->remember();
        m_adoption = *adoption;
        m_shown->setCode(adoption->shown);
        go(Confirming);
        showSummary(QStringList{adoption->summary} + adoption->warnings + adoption->refusals);
    });
}

void AdoptDialog::startCommit()
{
    setBusy(tr("Writing…"), true);
    const ApplyConfirmation confirmation{m_reason->context(), place().database}; // typed already where it has to be
    const auto task = writer().run(
        [adoption = *m_adoption, confirmation, folder = place().auditFolder](Session &session) -> Result<void> {
            AuditLog log(folder);
            return adopt(session, adoption, confirmation, log);
        });
    m_answers.follow(task.future, this, [this](const Result<void> &done) { finish(done); });
}

void AdoptDialog::finish(const Result<void> &done)
{
    setBusy({});
    if (!done) {
        forgetTypedName();
        const bool isUnknown = done.error().kind == Error::Kind::OutcomeUnknown;
        message()->showError(done.error(),
                             isUnknown ? tr("It may be written or not: close this and refresh the page, it tells.")
                                       : tr("Nothing was written."),
                             {});
        return;
    }
    showReceipt({m_adoption->summary}, MessageBar::Kind::Success, tr("Done."));
    emit adopted();
}

} // namespace pitboss
