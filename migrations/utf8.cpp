// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/utf8.h"

namespace pitboss {

namespace {

struct Sequence
{
    int length = 1; // bytes to take
    bool valid = false;
};

struct Lead
{
    int more;        // continuation bytes
    uchar low, high; // range of the first continuation byte
};

Lead leadOf(uchar byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {1, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {2, uchar(byte == 0xE0 ? 0xA0 : 0x80), uchar(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {3, uchar(byte == 0xF0 ? 0x90 : 0x80), uchar(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

Sequence sequenceAt(const uchar *at, const uchar *end)
{
    if (*at < 0x80)
        return {1, true};
    const Lead lead = leadOf(*at);
    if (lead.more == 0)
        return {1, false};
    uchar low = lead.low, high = lead.high;
    for (int i = 1; i <= lead.more; ++i) {
        if (at + i >= end || at[i] < low || at[i] > high)
            return {i, false};
        low = 0x80;
        high = 0xBF;
    }
    return {lead.more + 1, true};
}

QByteArray replaceBadSequences(const QByteArray &bytes, bool *valid)
{
    const auto *begin = reinterpret_cast<const uchar *>(bytes.constData());
    const auto *end = begin + bytes.size();
    QByteArray out;
    const uchar *copied = begin;
    for (const uchar *at = begin; at < end;) {
        const Sequence sequence = sequenceAt(at, end);
        if (!sequence.valid) {
            *valid = false;
            out.append(reinterpret_cast<const char *>(copied), at - copied).append("\xEF\xBF\xBD");
            copied = at + sequence.length;
        }
        at += sequence.length;
    }
    if (*valid)
        return bytes;
    return out.append(reinterpret_cast<const char *>(copied), end - copied);
}

} // namespace

Utf8Text decodeUtf8(const QByteArray &bytes)
{
    Utf8Text text;
    text.utf8 = replaceBadSequences(bytes, &text.valid);
    text.byteOrderMark = text.utf8.startsWith("\xEF\xBB\xBF");
    return text;
}

qsizetype byteOfCharacter(const QByteArray &utf8, int position)
{
    qsizetype at = 0;
    for (int character = 1; at < utf8.size(); ++at) {
        if ((uchar(utf8[at]) & 0xC0) == 0x80)
            continue;
        if (character++ >= position)
            break;
    }
    return at;
}

} // namespace pitboss
