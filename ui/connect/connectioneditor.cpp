// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectioneditor.h"

#include "sql/connect/background.h"
#include "ui/connect/connectionfields.h"
#include "ui/connect/reportview.h"
#include "ui/controls.h"
#include "ui/environmentband.h"
#include "ui/messagebar.h"
#include "ui/style/pitbossstyle.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace pitboss {

ConnectionEditor::ConnectionEditor(const SavedConnection &saved, const QString &password, const QStringList &services,
                                   SecretStore *secrets, QWidget *parent)
    : QDialog(parent)
    , m_fields(new ConnectionFields(saved, services, this))
    , m_report(new ReportView(this))
    , m_message(new MessageBar(this))
    , m_test(textButton(QStringLiteral("connectionTest"), tr("&Test"), this))
    , m_save(textButton(QStringLiteral("connectionSave"), tr("&Save"), this))
    , m_secrets(secrets)
{
    setObjectName(QStringLiteral("connectionEditor"));
    setWindowTitle(saved.name.isEmpty() ? tr("New connection") : tr("Connection “%1”").arg(saved.name));
    resize(620, 640);
    m_fields->setPassword(password);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(10);
    auto *band = new EnvironmentBand(this);
    band->setEnvironment(m_fields->value().environment);
    connect(m_fields, &ConnectionFields::environmentChanged, band, &EnvironmentBand::setEnvironment);
    column->addWidget(band);
    column->addWidget(m_fields);
    column->addWidget(m_message);
    auto *area = new QScrollArea(this);
    area->setObjectName(QStringLiteral("testReportScroll"));
    area->setAccessibleName(tr("Report of the test"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(m_report);
    area->viewport()->setBackgroundRole(QPalette::Window);
    column->addWidget(area, 1);
    column->addLayout(buildButtons());
    m_message->hide();
    connect(m_fields, &ConnectionFields::changed, this, [this] {
        m_report->clear(); // it was of other words
        if (m_stop)
            stopTest();
        m_message->hide();
    });
    m_fields->focusFirst();
}

ConnectionEditor::~ConnectionEditor()
{
    stopTest();
}

QLayout *ConnectionEditor::buildButtons()
{
    QPushButton *cancel = textButton(QStringLiteral("connectionCancel"), tr("Cancel"), this);
    m_test->setToolTip(tr("Connects, looks and hangs up; nothing is changed"));
    setButtonRole(m_save, ButtonRole::Main);
    m_save->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_test);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_save);
    connect(m_test, &QPushButton::clicked, this, &ConnectionEditor::test);
    connect(m_save, &QPushButton::clicked, this, &ConnectionEditor::save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    return row;
}

SavedConnection ConnectionEditor::value() const
{
    return m_fields->value();
}

QString ConnectionEditor::password() const
{
    return m_fields->password();
}

bool ConnectionEditor::keepsPassword() const
{
    return m_fields->keepsPassword();
}

void ConnectionEditor::save()
{
    const QString problem = m_fields->problem();
    if (problem.isEmpty())
        accept();
    else
        m_message->showMessage(MessageBar::Kind::Warning, problem);
}

void ConnectionEditor::test()
{
    if (m_stop) {
        stopTest();
        return;
    }
    m_report->clear();
    m_message->hide();
    m_stop = std::make_shared<std::atomic<bool>>(false);
    showTesting(true);
    const SavedConnection saved = value();
    if (!m_fields->password().isEmpty() || !saved.passwordKept || !m_secrets) {
        startTest(m_fields->password());
        return;
    }
    m_tests.follow(m_secrets->read(saved.secretKey()), this, [this](const Result<std::optional<QString>> &secret) {
        // Without it the server decides; when it asks for one, that is what the report says.
        startTest(secret ? secret->value_or(QString()) : QString());
    });
}

void ConnectionEditor::startTest(const QString &password)
{
    ConnectionInfo info = value().info();
    if (!password.isEmpty())
        info.setParameter(QStringLiteral("password"), password);
    auto tested = inBackground([info, stop = m_stop] {
        Patience patience;
        patience.isCanceled = [stop] { return stop->load(); };
        return testConnection(info, patience);
    });
    m_tests.follow(tested, this, [this](const Result<ConnectionReport> &report) { endTest(report); });
}

void ConnectionEditor::endTest(const Result<ConnectionReport> &report)
{
    m_stop.reset();
    showTesting(false);
    if (report)
        m_report->setReport(*report);
    else
        m_message->showError(report.error(), {}, {});
}

void ConnectionEditor::stopTest()
{
    if (!m_stop)
        return;
    m_stop->store(true);
    m_stop.reset();
    m_tests.drop();
    showTesting(false);
}

void ConnectionEditor::showTesting(bool isTesting)
{
    m_test->setText(isTesting ? tr("Stop the &test") : tr("&Test"));
    if (isTesting)
        m_message->showMessage(MessageBar::Kind::Info, tr("Connecting…"));
    else if (m_message->kind() == MessageBar::Kind::Info)
        m_message->hide();
}

} // namespace pitboss
