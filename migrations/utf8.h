// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace pitboss {

struct Utf8Text
{
    QByteArray utf8;   ///< valid UTF-8; a byte order mark is kept
    bool valid = true; ///< false: bad sequences were replaced by U+FFFD
    bool byteOrderMark = false;
};

/// Decodes as a web platform's decoder does (one U+FFFD for each maximal bad sequence) and encodes again. Node's
/// readFile(…, "utf8") does the same, so a hash of `utf8` is the hash that Drizzle records.
Utf8Text decodeUtf8(const QByteArray &bytes);

/// 1-based character (code point) position in UTF-8 text → byte offset; positions past the end give the length.
qsizetype byteOfCharacter(const QByteArray &utf8, int position);

} // namespace pitboss
