// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectionfields.h"

#include "sql/connect/neon.h"
#include "ui/controls.h"
#include "ui/environment.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QTimeZone>
#include <QToolButton>

namespace pitboss {

ConnectionFields::ConnectionFields(const SavedConnection &saved, const QStringList &services, QWidget *parent)
    : QTabWidget(parent)
    , m_saved(saved)
{
    setObjectName(QStringLiteral("connectionLeaves"));
    setAccessibleName(tr("Parts of the connection"));
    setDocumentMode(true);
    addTab(buildPlace(services), tr("Place"));
    addTab(buildEncryption(), tr("Encryption"));
    addTab(buildWork(), tr("Working"));
    fill();
    for (QFormLayout *form : findChildren<QFormLayout *>())
        levelLabels(form);
    connect(m_host, &QLineEdit::textChanged, this, &ConnectionFields::hostEdited);
    connect(m_database, &QLineEdit::textChanged, this, &ConnectionFields::hostEdited);
    connect(m_route, &QComboBox::activated, this, &ConnectionFields::switchRoute);
    connect(m_environment, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit environmentChanged(Environment(index)); });
    connect(m_environment, &QComboBox::activated, this, [this] { m_environmentChosen = true; });
    connect(m_tls, &QComboBox::currentIndexChanged, this, &ConnectionFields::changed);
    for (QLineEdit *edit : findChildren<QLineEdit *>())
        connect(edit, &QLineEdit::textChanged, this, &ConnectionFields::changed);
}

QFormLayout *ConnectionFields::newLeaf(QWidget *leaf) const
{
    auto *form = new QFormLayout(leaf);
    form->setContentsMargins(4, 14, 4, 4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return form;
}

QLineEdit *ConnectionFields::field(const char *name, const QString &label, QFormLayout *form,
                                   const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(QLatin1String(name));
    edit->setPlaceholderText(placeholder);
    form->addRow(label, edit);
    edit->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    return edit;
}

QLineEdit *ConnectionFields::pathField(const char *name, const QString &label, QFormLayout *form, bool isFolder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(QLatin1String(name));
    const QString plain = QString(label).remove(QLatin1Char('&'));
    edit->setAccessibleName(plain);
    QToolButton *browse = iconButton(QLatin1String(name) + QStringLiteral("Browse"), QStringLiteral("folder"),
                                     tr("Choose: %1").arg(plain));
    connect(browse, &QToolButton::clicked, this, [this, edit, plain, isFolder] {
        auto *dialog = new QFileDialog(this, plain, edit->text());
        dialog->setObjectName(edit->objectName() + QStringLiteral("Dialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(isFolder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
    });
    auto *row = new QHBoxLayout;
    row->addWidget(edit, 1);
    row->addWidget(browse);
    form->addRow(label, row);
    if (auto *caption = qobject_cast<QLabel *>(form->labelForField(row)))
        caption->setBuddy(edit);
    return edit;
}

QWidget *ConnectionFields::buildPlace(const QStringList &services)
{
    auto *leaf = new QWidget;
    QFormLayout *form = newLeaf(leaf);
    m_name = field("connectionName", tr("&Name"), form);
    m_environment = new QComboBox;
    m_environment->setObjectName(QStringLiteral("connectionEnvironment"));
    m_environment->setAccessibleName(tr("Environment"));
    for (const Environment one :
         {Environment::Local, Environment::Preview, Environment::Staging, Environment::Production})
        m_environment->addItem(icon(environmentIconName(one)), environmentWord(one));
    form->addRow(tr("&Environment"), m_environment);
    m_host = field("connectionHost", tr("&Host or socket"), form, tr("Name, address or /folder of a socket"));
    m_port = new QSpinBox;
    m_port->setObjectName(QStringLiteral("connectionPort"));
    m_port->setAccessibleName(tr("Port"));
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("usual"));
    form->addRow(tr("P&ort"), m_port);
    m_route = new QComboBox;
    m_route->setObjectName(QStringLiteral("connectionRoute"));
    m_route->setAccessibleName(tr("Way to Neon's compute"));
    m_route->addItems({tr("direct: a session of its own"), tr("pooled: shared, without session settings")});
    form->addRow(tr("&Route"), m_route);
    m_database = field("connectionDatabase", tr("&Database"), form);
    m_user = field("connectionUser", tr("&User"), form);
    m_password = field("connectionPassword", tr("&Password"), form);
    m_password->setEchoMode(QLineEdit::Password);
    m_keep = new QCheckBox(tr("&Keep the password in the key chain"));
    m_keep->setObjectName(QStringLiteral("connectionKeep"));
    m_keep->setChecked(true);
    form->addRow(QString(), m_keep);
    m_service = new QComboBox;
    m_service->setObjectName(QStringLiteral("connectionService"));
    m_service->setAccessibleName(tr("Service of pg_service.conf"));
    m_service->setEditable(true);
    m_service->addItem(QString());
    m_service->addItems(services);
    m_service->lineEdit()->setPlaceholderText(tr("none"));
    form->addRow(tr("&Service"), m_service);
    return leaf;
}

QWidget *ConnectionFields::buildEncryption()
{
    auto *leaf = new QWidget;
    QFormLayout *form = newLeaf(leaf);
    m_tls = new QComboBox;
    m_tls->setObjectName(QStringLiteral("connectionTls"));
    m_tls->setAccessibleName(tr("TLS mode"));
    m_tls->addItem(tr("usual: when the server offers it"), QString());
    m_tls->addItem(tr("disable: never"), QStringLiteral("disable"));
    m_tls->addItem(tr("prefer: when the server offers it"), QStringLiteral("prefer"));
    m_tls->addItem(tr("require: always, with any certificate"), QStringLiteral("require"));
    m_tls->addItem(tr("verify-ca: a certificate of a known authority"), QStringLiteral("verify-ca"));
    m_tls->addItem(tr("verify-full: for this very host"), QStringLiteral("verify-full"));
    form->addRow(tr("&Mode"), m_tls);
    m_root = pathField("connectionRoot", tr("&Root certificate"), form, false);
    m_root->setPlaceholderText(tr("A file, or “system” for this computer's authorities"));
    m_certificate = pathField("connectionCertificate", tr("&Client certificate"), form, false);
    m_key = pathField("connectionKey", tr("Client &key"), form, false);
    return leaf;
}

QWidget *ConnectionFields::buildWork()
{
    auto *leaf = new QWidget;
    QFormLayout *form = newLeaf(leaf);
    m_forbid = new QCheckBox(tr("&Forbid every write on this connection"));
    m_forbid->setObjectName(QStringLiteral("connectionForbid"));
    m_forbid->setToolTip(tr("No session that may write is ever opened on it, whatever asks for one"));
    form->addRow(tr("Writes"), m_forbid);
    m_migrations = pathField("connectionMigrations", tr("&Migrations"), form, true);
    m_timeout = new QSpinBox;
    m_timeout->setObjectName(QStringLiteral("connectionTimeout"));
    m_timeout->setAccessibleName(tr("Statement time-out in seconds"));
    m_timeout->setRange(0, 86400);
    m_timeout->setSuffix(tr(" s"));
    m_timeout->setSpecialValueText(tr("none"));
    form->addRow(tr("Statement &time-out"), m_timeout);
    m_timeZone = field("connectionTimeZone", tr("Time &zone"), form, tr("Europe/Berlin; empty: the window's"));
    return leaf;
}

void ConnectionFields::fill()
{
    m_name->setText(m_saved.name);
    m_environment->setCurrentIndex(int(m_saved.environment));
    m_host->setText(m_saved.host);
    m_port->setValue(m_saved.port);
    m_database->setText(m_saved.database);
    m_user->setText(m_saved.user);
    m_password->setPlaceholderText(m_saved.passwordKept ? tr("kept in the key chain") : tr("asked for when needed"));
    m_service->setCurrentText(m_saved.service);
    m_tls->setCurrentIndex(qMax(0, m_tls->findData(m_saved.tlsMode)));
    m_root->setText(m_saved.rootCertificate);
    m_certificate->setText(m_saved.clientCertificate);
    m_key->setText(m_saved.clientKey);
    m_migrations->setText(m_saved.migrationsFolder);
    m_forbid->setChecked(!m_saved.writesAllowed);
    m_timeout->setValue(int(m_saved.statementTimeout.count()));
    m_timeZone->setText(m_saved.timeZone);
    m_environmentChosen = !m_saved.host.isEmpty() || !m_saved.service.isEmpty();
    hostEdited();
}

void ConnectionFields::hostEdited()
{
    const auto neon = neonFacts(m_host->text().trimmed());
    auto *form = qobject_cast<QFormLayout *>(m_route->parentWidget()->layout());
    form->labelForField(m_route)->setVisible(neon.has_value());
    m_route->setVisible(neon.has_value());
    m_route->setCurrentIndex(neon && neon->isPooled ? 1 : 0);
    if (neon)
        m_route->setToolTip(tr("Neon endpoint %1 %2").arg(neon->endpointId, neon->region));
    if (!m_environmentChosen)
        m_environment->setCurrentIndex(int(guessEnvironment(m_host->text().trimmed(), m_database->text())));
}

void ConnectionFields::switchRoute(int index)
{
    m_host->setText(neonHost(m_host->text().trimmed(), index == 1 ? Route::Pooled : Route::Direct));
}

SavedConnection ConnectionFields::value() const
{
    SavedConnection saved = m_saved;
    saved.name = m_name->text().trimmed();
    saved.environment = Environment(m_environment->currentIndex());
    saved.host = m_host->text().trimmed();
    saved.port = m_port->value();
    saved.service = m_service->currentText().trimmed();
    saved.database = m_database->text().trimmed();
    saved.user = m_user->text().trimmed();
    saved.tlsMode = m_tls->currentData().toString();
    saved.rootCertificate = m_root->text().trimmed();
    saved.clientCertificate = m_certificate->text().trimmed();
    saved.clientKey = m_key->text().trimmed();
    saved.migrationsFolder = m_migrations->text().trimmed();
    saved.writesAllowed = !m_forbid->isChecked();
    saved.statementTimeout = std::chrono::seconds(m_timeout->value());
    saved.timeZone = m_timeZone->text().trimmed();
    // The kept password was given for that user on that host, and goes nowhere else.
    saved.passwordKept = m_saved.passwordKept && saved.secretKey() == m_saved.secretKey();
    return saved;
}

QString ConnectionFields::password() const
{
    return m_password->text();
}

bool ConnectionFields::keepsPassword() const
{
    return m_keep->isChecked();
}

void ConnectionFields::setPassword(const QString &password)
{
    m_password->setText(password);
}

QString ConnectionFields::problem() const
{
    const QString zone = m_timeZone->text().trimmed();
    if (m_name->text().trimmed().isEmpty())
        return tr("It needs a name.");
    if (!zone.isEmpty() && !QTimeZone(zone.toUtf8()).isValid())
        return tr("There is no time zone “%1”.").arg(zone);
    if (m_certificate->text().trimmed().isEmpty() != m_key->text().trimmed().isEmpty())
        return tr("A client certificate needs its key, and the key its certificate.");
    return {};
}

void ConnectionFields::focusFirst()
{
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

} // namespace pitboss
