// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The grid's own painting and its laying out while rows stream in, without a server.
#include "ui/grid/linetext.h"
#include "ui/grid/rowsview.h"

#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTest>

using namespace pitboss;

namespace {

/// Counts whole repaints of its rows.
class CountingView : public RowsView
{
public:
    int paints = 0;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        paints += event->region().boundingRect().height() > viewport()->height() / 2;
        RowsView::paintEvent(event);
    }
};

QStandardItem *item(int row)
{
    return new QStandardItem(QStringLiteral("row %1").arg(row));
}

QRect inkOf(const QImage &image)
{
    QRect ink;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qGray(image.pixel(x, y)) < 160)
                ink |= QRect(x, y, 1, 1);
        }
    }
    return ink;
}

QImage drawn(const QString &text, Qt::Alignment alignment, const QRect &rect)
{
    QImage image(300, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setPen(Qt::black);
    LineText(QGuiApplication::font()).draw(&painter, rect, alignment | Qt::AlignVCenter, text);
    return image;
}

} // namespace

class TestGrid : public QObject
{
    Q_OBJECT

private slots:
    void paintsPlainTextWhereQtWould_data();
    void paintsPlainTextWhereQtWould();
    void staysInsideItsCell_data();
    void staysInsideItsCell();
    void repaintsOnlyForRowsThatAreSeen();
};

void TestGrid::paintsPlainTextWhereQtWould_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("alignment");
    QTest::newRow("left") << QStringLiteral("Hgxj 12,345") << int(Qt::AlignLeft);
    QTest::newRow("right") << QStringLiteral("-922337203685") << int(Qt::AlignRight);
    QTest::newRow("not plain") << QStringLiteral("Größe – 東京") << int(Qt::AlignLeft);
}

void TestGrid::paintsPlainTextWhereQtWould()
{
    QFETCH(QString, text);
    QFETCH(int, alignment);
    const QRect rect(10, 0, 280, 40);
    QImage expected(300, 40, QImage::Format_RGB32);
    expected.fill(Qt::white);
    QPainter painter(&expected);
    painter.drawText(rect, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter.end();
    const QRect theirs = inkOf(expected);
    const QRect ours = inkOf(drawn(text, Qt::Alignment(alignment), rect));
    QVERIFY(!ours.isEmpty());
    QCOMPARE(ours.top(), theirs.top());
    QCOMPARE(ours.bottom(), theirs.bottom());
    QVERIFY2(qAbs(ours.left() - theirs.left()) <= 3 && qAbs(ours.right() - theirs.right()) <= 3, // without kerning
             qPrintable(QStringLiteral("%1–%2 against %3–%4")
                            .arg(ours.left())
                            .arg(ours.right())
                            .arg(theirs.left())
                            .arg(theirs.right())));
}

void TestGrid::staysInsideItsCell_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("long") << QString(500, QLatin1Char('m'));
    QTest::newRow("narrow letters") << QString(500, QLatin1Char('i'));
    QTest::newRow("long, not plain") << QString(500, QChar(0x6771));
    QTest::newRow("right to left") << QString(200, QChar(0x5d0));
    QTest::newRow("one letter that does not fit") << QStringLiteral("W");
}

void TestGrid::staysInsideItsCell()
{
    QFETCH(QString, text);
    const QRect rect(100, 0, text.size() == 1 ? 5 : 60, 40);
    const QRect ink = inkOf(drawn(text, Qt::AlignLeft, rect));
    QVERIFY(text.size() == 1 || (ink.left() >= rect.left() && ink.right() <= rect.right() + 1));
    QVERIFY(text.size() == 1 || ink.width() > 20);
    QVERIFY(ink.right() <= rect.right() + 12); // at least a sign that there is more
}

void TestGrid::repaintsOnlyForRowsThatAreSeen()
{
    QStandardItemModel model;
    for (int row = 0; row < 200; ++row)
        model.appendRow(item(row));
    CountingView view;
    view.resize(400, 300);
    view.setModel(&model);
    view.verticalHeader()->setMinimumWidth(60);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QTest::qWait(20);

    view.paints = 0;
    const int range = view.verticalScrollBar()->maximum();
    model.appendRow(item(200));
    QTRY_COMPARE(view.verticalScrollBar()->maximum(), range + view.rowHeight());
    QTest::qWait(20);
    QCOMPARE(view.paints, 0);

    model.insertRow(1, item(1000));
    QTRY_VERIFY(view.paints > 0);
    view.paints = 0;
    model.appendRow(item(201)); // and in the same turn one that is seen
    model.removeRow(2);
    QTRY_VERIFY(view.paints > 0);
    QCOMPARE(view.verticalScrollBar()->maximum(), range + 2 * view.rowHeight());
}

QTEST_MAIN(TestGrid)
#include "tst_grid.moc"
