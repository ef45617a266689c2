// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/pitvariables.h"

namespace pitboss {

QList<PitVariable> pitVariables()
{
    QList<PitVariable> variables;
    for (const char *name :
         {"DATABASE_URL", "ANTHROPIC_API_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"})
        variables.append({QString::fromLatin1(name), true});
    for (const char *name :
         {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PASS_PRICE_ID", "STRIPE_LAB_PRICE_ID",
          "NEXT_PUBLIC_APP_URL", "ADMIN_USER_IDS", "ADMIN_SEED_TOKEN", "SUBSCRIPTIONS_ENABLED", "CREDITS_ENABLED",
          "BYOK_ENABLED", "FREE_BOUT_POOL_MAX", "ASK_THE_PIT_ENABLED", "EAS_ENABLED", "EAS_RPC_URL",
          "EAS_SIGNER_PRIVATE_KEY", "RESEND_API_KEY"})
        variables.append({QString::fromLatin1(name), false});
    return variables;
}

} // namespace pitboss
