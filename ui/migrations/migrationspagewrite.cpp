// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page's guarded forms: apply, take back, adopt.
#include "ui/messagebar.h"
#include "ui/migrations/adoptdialog.h"
#include "ui/migrations/applydialog.h"
#include "ui/migrations/journallist.h"
#include "ui/migrations/migrationspage.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void MigrationsPage::openForm(GuardedDialog *form)
{
    m_form = form;
    m_message->clear();
    form->open();
}

void MigrationsPage::openApply(bool back)
{
    if (!m_place || m_form)
        return;
    ApplyWish wish{m_reader->project().settings, m_status, {}, back};
    for (const Migration &migration : m_status.migrations) {
        const bool isThere = migration.state == MigrationState::Applied || migration.state == MigrationState::Edited;
        if (back && isThere)
            wish.tags = {migration.tag}; // the last one
    }
    if (back && wish.tags.isEmpty())
        return m_message->showMessage(MessageBar::Kind::Info, tr("Nothing is applied: there is nothing to take back."));
    auto *form = new ApplyDialog(wish, *m_place, m_settings, this);
    connect(form, &ApplyDialog::applied, this, &MigrationsPage::refresh);
    openForm(form);
}

void MigrationsPage::openAdopt()
{
    const Migration *migration = m_list->current();
    if (!m_place || m_form || !migration)
        return;
    const bool isOrphan = migration->state == MigrationState::Orphan;
    if (!isOrphan && migration->state != MigrationState::InferredApplied && migration->state != MigrationState::Pending)
        return m_message->showMessage(
            MessageBar::Kind::Info,
            tr("%1 needs no adopting: it is %2.").arg(migration->tag, MigrationModel::stateWord(migration->state)));
    auto *form = new AdoptDialog(m_reader->project().settings, migration->tag,
                                 isOrphan ? Adoption::Kind::ListInJournal : Adoption::Kind::RecordAsApplied, *m_place,
                                 m_settings, this);
    connect(form, &AdoptDialog::adopted, this, &MigrationsPage::refresh);
    openForm(form);
}

} // namespace pitboss
