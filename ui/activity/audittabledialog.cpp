// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/audittabledialog.h"

#include "ui/codeview.h"
#include "ui/controls.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

namespace pitboss {

AuditTableDialog::AuditTableDialog(const WritePlace &place, QSettings &settings, QWidget *parent)
    : GuardedDialog(tr("Make the audit table"), place, parent)
    , m_sql(new CodeView)
{
    setObjectName(QStringLiteral("auditTableDialog"));
    auto *fields = new QWidget;
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *what = new QLabel(tr("The table audit_event keeps every guarded operation's entry in the database itself, in "
                               "the same transaction as the operation. A trigger refuses to change or delete one."));
    what->setWordWrap(true);
    form->addRow(what);
    m_reason = new ReasonRows(form, place.environment, settings);
    m_sql->setObjectName(QStringLiteral("auditTableSql"));
    m_sql->setAccessibleName(tr("Migration"));
    m_sql->setReadOnly(true);
    QPushButton *copy = textButton(QStringLiteral("auditTableCopy"), tr("Copy as a &migration"));
    copy->setToolTip(tr("To keep it beside the project's own migrations"));
    connect(copy, &QPushButton::clicked, this,
            [] { QGuiApplication::clipboard()->setText(QString::fromUtf8(auditTableSql())); });
    setParts(fields, m_sql, nullptr, copy);
    connect(m_reason, &ReasonRows::changed, this, &AuditTableDialog::refreshButtons);
}

void AuditTableDialog::startPreview()
{
    setBusy(tr("Trying it, and taking it back…"));
    const auto task = writer().run([install = InstallAuditTable{m_reason->context()}](Session &session) {
        return previewAuditTable(session, install);
    });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<AuditTablePreview> &preview) {
        setBusy({});
        if (!preview)
            return message()->showError(preview.error(), tr("Nothing was written."), {});
        m_reason->remember();
        showPreview(*preview);
        go(Confirming);
    });
}

void AuditTableDialog::showPreview(const AuditTablePreview &preview)
{
    m_preview = preview;
    m_sql->setCode(QString::fromUtf8(preview.sql));
    showSummary({preview.isThere ? tr("This database has such a table already. There is nothing to do.")
                                 : tr("Make %1.audit_event, as %2.").arg(preview.schemaName, preview.role)});
}

void AuditTableDialog::startCommit()
{
    setBusy(tr("Writing…"), true);
    const auto task = writer().run(
        [install = InstallAuditTable{m_reason->context()}, folder = place().auditFolder](Session &session) {
            AuditLog log(folder);
            return installAuditTable(session, install, log);
        });
    m_answers.follow(task.future, this, [this](const Result<AuditTableAnswer> &answer) { finish(answer); });
}

void AuditTableDialog::finish(const Result<AuditTableAnswer> &answer)
{
    setBusy({});
    if (!answer) {
        setUnknown(answer.error().kind == Error::Kind::OutcomeUnknown);
        if (isUnknown())
            message()->showError(answer.error(), tr("It may be there or not."), tr("Find out"));
        else
            message()->showError(answer.error(), tr("Nothing was written."), {});
        return;
    }
    QStringList lines{answer->wasThere ? tr("The table audit_event was there already.")
                                       : tr("The table audit_event is there now.")};
    if (answer->auditNumber > 0)
        lines << tr("Audit entry: %1").arg(answer->auditNumber);
    showReceipt(lines, MessageBar::Kind::Success, tr("Done."), answer->auditProblem);
}

/// The table came to be as a whole or not at all: another preview tells.
void AuditTableDialog::messageAction()
{
    if (!isUnknown() || isBusy())
        return;
    setUnknown(false);
    writer(true);
    startPreview();
}

} // namespace pitboss
