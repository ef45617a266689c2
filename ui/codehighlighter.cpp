// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/codehighlighter.h"

#include "ui/colors.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QEvent>
#include <QGuiApplication>
#include <QTextDocument>

namespace pitboss {

struct CodeHighlighter::Private
{
    explicit Private(QTextDocument *document)
        : highlighter(document)
    {
    }
    KSyntaxHighlighting::Repository repository;
    KSyntaxHighlighting::SyntaxHighlighter highlighter;
};

CodeHighlighter::CodeHighlighter(QTextDocument *document)
    : d(std::make_unique<Private>(document))
{
    qApp->installEventFilter(this);
    dress();
}

CodeHighlighter::~CodeHighlighter() = default;

void CodeHighlighter::setLanguage(Language language)
{
    if (std::exchange(m_language, language) == language)
        return;
    static constexpr const char *names[] = {"", "SQL (PostgreSQL)", "JSON", "Diff"};
    d->highlighter.setDefinition(d->repository.definitionForName(QString::fromLatin1(names[int(language)])));
}

void CodeHighlighter::dress()
{
    const bool dark = colorsFor(QGuiApplication::palette()).dark;
    d->highlighter.setTheme(d->repository.defaultTheme(dark ? KSyntaxHighlighting::Repository::DarkTheme
                                                            : KSyntaxHighlighting::Repository::LightTheme));
    d->highlighter.rehighlight();
}

bool CodeHighlighter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange)
        dress();
    return QObject::eventFilter(watched, event);
}

} // namespace pitboss
