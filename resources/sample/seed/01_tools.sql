-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seed, part 1: the clock, the dice, and what bouts are about.
-- All parts run in order, in one session and one transaction (temporary tables hold them together), on PostgreSQL 13 or
-- newer. Plain SQL: nothing here needs psql.
--
-- The same rows each time: every choice is a hash of a name ("user 17, tier"), never random(). All times are fixed
-- distances from one anchor: the setting pitboss.seed_now where it is set, else the current minute. So
--     SET pitboss.seed_now = '2026-05-14 12:00:00+00';
-- makes two databases equal to the byte, and without it a person sees bouts of the last hour.

SET LOCAL TimeZone = 'UTC';
SET LOCAL jit = off;
SET LOCAL work_mem = '64MB';

-- Everything is laid out on a stage clock that stops at this moment, and moved to the anchor when it is inserted.
CREATE FUNCTION pg_temp.stage() RETURNS timestamp LANGUAGE sql IMMUTABLE
    AS $$ SELECT timestamp '2026-03-02 15:00:00' $$;

CREATE TEMP TABLE seed_clock ON COMMIT DROP AS
SELECT coalesce(nullif(current_setting('pitboss.seed_now', true), '')::timestamptz, date_trunc('minute', now()))
           AT TIME ZONE 'UTC' - pg_temp.stage() AS shift;

-- Dice: a whole number below `sides`, a fraction in [0, 1), and an id of the nano kind.
CREATE FUNCTION pg_temp.die(what text, sides int) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT ('x' || left(md5(what), 7))::bit(28)::int % sides $$;
CREATE FUNCTION pg_temp.frac(what text) RETURNS float8 LANGUAGE sql IMMUTABLE
    AS $$ SELECT ('x' || left(md5(what), 12))::bit(48)::bigint / 281474976710656.0 $$;
CREATE FUNCTION pg_temp.nano(what text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT left(translate(encode(decode(md5(what), 'hex'), 'base64'), '+/', '-_'), 21) $$;

-- An hour of the day when people are up: most around 19:00, few around 07:00.
CREATE FUNCTION pg_temp.awake(what text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT interval '1 second' * ((25200 + floor(43200 * (pg_temp.frac(what || ', hour') + pg_temp.frac(what || ', minute')))::int) % 86400)
$$;

CREATE TEMP TABLE seed_topic (k int, phrase text, facts text[]) ON COMMIT DROP;
INSERT INTO seed_topic VALUES
(0, 'the four-day week', ARRAY[
    'Give people a free Friday and by March they will have moved every meeting to Thursday, twice.',
    'A week has had seven days since Babylon, and nobody has asked Babylon for the minutes of that meeting.',
    'The fifth day exists so that the first four have someone to blame.',
    'I have measured it: most of Friday is spent wishing each other a good weekend.',
    'Rest is not the reward for work. Rest is where the work quietly gets finished.',
    'If the job fits into four days, it probably fitted into three, and somebody is hiding that.',
    'Shops are open, trains are running, babies are born: somebody’s Friday is always somebody else’s Monday.',
    'Cut the week by a fifth and you will learn which fifth was decoration.']),
(1, 'pineapple on pizza', ARRAY[
    'Sweet and salt were married long before this oven was lit; look at any ham that ever met a fig.',
    'The fruit weeps into the dough. That is not a topping, that is a leak.',
    'Nobody is forced to order it, and yet everybody behaves as if they had been.',
    'A tomato is a fruit too, and it has sat on that throne unchallenged for two centuries.',
    'The question is never the pineapple. The question is who is allowed to be wrong at dinner.',
    'Tinned, it is an insult. Roasted over a flame until the edges blacken, it is an argument.',
    'I have seen friendships survive bankruptcy and not survive this slice.',
    'Canada invented it, and has been apologising for other things ever since.']),
(2, 'tabs against spaces', ARRAY[
    'A tab is one honest character that lets every reader choose the depth of their own despair.',
    'Four spaces look the same on every screen, which is the whole point of agreeing on anything.',
    'Wars have been fought over borders you could not see either.',
    'The formatter decided this years ago; we are only here because we miss shouting.',
    'If alignment falls apart when you change the width, it was never alignment, only luck.',
    'No customer has ever written in to praise the indentation.',
    'Press the key you like and let a machine repent for you at commit time.',
    'Somewhere a file mixes both, and it is in production, and it is older than the intern.']),
(3, 'living for ever', ARRAY[
    'After four hundred years you would still have that one drawer you never sorted.',
    'A deadline is what turns a wish into a plan. Take away the last deadline and see what is left.',
    'Everyone who wants eternity is bored by a rainy Sunday.',
    'Think of the passwords. Nine hundred years of passwords.',
    'The old would never leave the council, and the young would never stop being called young.',
    'Mourning is the tax we pay on love, and I have never met anyone who wanted the refund.',
    'You could learn every language, and then find that people say the same six things in all of them.',
    'Trees manage it, nearly, by the simple trick of wanting nothing and standing still.']),
(4, 'pigeons in public office', ARRAY[
    'They attend every meeting in the square already and have never once asked for a per diem.',
    'A pigeon finds its way home across three counties; most committees cannot find the agenda.',
    'They would, I admit, leave a mark on every monument. So did the last government.',
    'Corruption needs secrets, and no pigeon has ever kept one.',
    'Two of them agree on a crumb in less time than it takes us to agree on a comma.',
    'The salary is breadcrumbs. Finally, a party whose funding can be swept up in the evening.',
    'They nod at everything. That is either wisdom or the entire problem with politics.',
    'You cannot lobby a bird that is not listening.']),
(5, 'the snooze button', ARRAY[
    'Nine minutes is no length of sleep; it is a length of denial.',
    'It is the only machine in the house that forgives you several times a morning.',
    'The first alarm is a suggestion, the second a negotiation, the third is a hostage situation.',
    'You are not resting. You are rehearsing being late.',
    'A cockerel has no such button, and look how tense everyone on a farm is.',
    'Whoever invented it understood that nobody is brave at six in the morning.',
    'The dream you get in those nine minutes is always about missing a train, and it is always right.',
    'Take it away and people will simply set nine alarms. We have met people.']),
(6, 'a tax on small talk', ARRAY[
    'Charge a penny for each remark about the weather and you could pave this island twice.',
    'Small talk is how strangers check that the other one is not a wolf.',
    'The lift would be the richest square metre in the country.',
    'A sentence that costs something gets thought about before it leaves the mouth.',
    'You would drive it underground. There would be back rooms where people murmur about traffic.',
    'My grandmother buried a husband with small talk; it carried her from one hour to the next.',
    'Hairdressers would be ruined by Tuesday, and the silence afterwards would ruin the rest of us.',
    'Exempt the bus stop. The bus stop is a human right.']),
(7, 'holidays in the past', ARRAY[
    'Everybody books the banquet and nobody books the plumbing.',
    'You would bring a cough, and the village would bring a pitchfork, and both would be reasonable.',
    'History is already full of people who were only passing through and touched something.',
    'The past is the one country that cannot refuse you a visa, so it should at least be left in peace.',
    'Half of the crowd at every famous speech would be us, coughing, in the wrong shoes.',
    'You would learn more from one afternoon in a dull year than from any coronation.',
    'There is no travel insurance that covers being your own ancestor.',
    'Bring back nothing but stories, they said. The gift shop disagreed.']),
(8, 'open-plan offices', ARRAY[
    'They took down the walls so that ideas could flow, and what flowed was somebody’s lunch.',
    'A door is the cheapest tool for thinking that was ever taken away to save money.',
    'You can hear eleven conversations and take part in none: it is like being a ghost with a salary.',
    'Headphones are just walls that you have to buy yourself.',
    'I learnt my trade by overhearing people better than me; you do not overhear through oak.',
    'The plant in the corner has had more privacy than the accounts department.',
    'Collaboration went down the day they started measuring it.',
    'The architect who drew it works, I am told, from a small room with a view.']),
(9, 'cats running the post office', ARRAY[
    'Every parcel would be opened, sat in, and judged.',
    'Delivery would be at four in the morning, by knocking things off the shelf until you woke up.',
    'They already come to every house on the street and know who feeds whom.',
    'Registered letters would be signed for with a look.',
    'The queue would be shorter, because nobody would be served and everybody would know why.',
    'A dog, at least, wants the letter to arrive. That is exactly how dogs get exploited.',
    'Insurance claims for string would rise by several thousand per cent.',
    'For the first time in its history the counter would be kept warm.']),
(10, 'silence as a service', ARRAY[
    'Ten pounds a month, and in the premium plan even the fridge stops humming.',
    'You cannot sell what every snowfall gives away.',
    'The quiet carriage proved that people will fight, loudly, for the right to hear nothing.',
    'There are forests for this, and they do not auto-renew.',
    'What you want is not silence. What you want is for it to be somebody else’s turn.',
    'A minute of silence is the longest broadcast any station has ever dared.',
    'The terms and conditions are, for once, blank.',
    'Those who have had too much of it would pay to hear a neighbour’s bad piano.']),
(11, 'homework for adults', ARRAY[
    'We already have it. It comes in brown envelopes and is due on the thirty-first.',
    'Show your working: three words that would end most marriages and save the others.',
    'Nobody learns to cook, vote or apologise from a lecture; these things want practice at the kitchen table.',
    'The dog is now a grown man, and he has still eaten it.',
    'A population that does one page of fractions a week cannot be sold a mobile contract so easily.',
    'You would see whole streets lit at midnight on Sunday, as in the old days.',
    'Copying from the neighbour would finally get people to meet their neighbours.',
    'I would give a gold star to anyone who reads to the end of a letter before answering it.']),
(12, 'who owns the moon', ARRAY[
    'A flag is a claim only if somebody comes back to mow the lawn.',
    'The tides have been paying rent to it for four billion years, and not to any ministry.',
    'Poets have used it without a licence since there were poets; I move that this counts as possession.',
    'The first thing we shall build up there is a fence, and the second a gap in the fence.',
    'It belongs to whoever is awake.',
    'Dust, silence and a magnificent view: it is a car park waiting for its developer.',
    'Nobody asked the wolves, and they have attended every single night.',
    'If you sell me a deed to a crater, I shall sell you the shadow inside it.']),
(13, 'the family group chat', ARRAY[
    'Forty-one unread messages, and the news is that somebody has seen a heron.',
    'It is the only parliament in which a thumb is a complete speech.',
    'Leaving it is not a tap on a screen; it is a funeral with a notification.',
    'An aunt once settled an inheritance there, between two pictures of soup.',
    'Muting is the lie that keeps the peace, and every family is built on one of those.',
    'Our ancestors climbed a hill and shouted. The content has not improved, the range has.',
    'The photograph is blurred, the caption is wrong, and it is the most loved picture of the year.',
    'You will miss it on the first day that nothing arrives.']),
(14, 'free will', ARRAY[
    'I was always going to say that, and you were always going to look annoyed.',
    'If it is an illusion, it is the only one that makes people return a wallet.',
    'The clock does not choose noon, and yet we thank it for being punctual.',
    'Choose a number. You see? It was seven. It is nearly always seven.',
    'A river is entirely determined and has never once been predicted by the people who live beside it.',
    'Courts run on it, and so do birthdays, and neither has asked a physicist.',
    'The menu has forty dishes so that you can feel free while ordering the usual.',
    'Blame is heavy. Somebody carries it, determined or not.']),
(15, 'soup as a drink', ARRAY[
    'Put it in a mug and nobody asks; put it in a bowl and suddenly there are rules about elbows.',
    'Anything with a noodle in it has declared for the fork.',
    'Tea is hot leaf water with good manners. You are all drinking soup already.',
    'A straw and a minestrone: that way lies the ambulance.',
    'Broth at a bus stop in January is the closest some of us come to religion.',
    'The spoon is a tool of class oppression, and a very comfortable one.',
    'Gazpacho has been getting away with it for centuries, in a tall glass, with a celery stick.',
    'Whoever says chowder is a beverage has never had to finish one.']);

-- What one says to the speaker before ({rival}).
CREATE TEMP TABLE seed_retort ON COMMIT DROP AS
SELECT n::int - 1 AS k, line FROM unnest(ARRAY[
    '{rival}, you argue like a door that has been painted shut.',
    'I let {rival} finish because I wanted to see whether there was an end.',
    'That was lovely, {rival}. Now say it again, but with a reason in it.',
    '{rival} has brought a spoon to a knife fight and is asking what is for dessert.',
    'I agree with the first four words {rival} said, and one of them was “and”.',
    'With respect to {rival}, of which I have brought a small amount:',
    '{rival} is right, and I resent how long it took.',
    'You hear that? That is the sound of {rival} changing the subject.',
    'If confidence were evidence, {rival} would be a library.',
    'I wrote down what {rival} said so that I could disagree with it properly.',
    'No, {rival}. No, and thank you, and no.',
    '{rival} mistakes an example for a proof, as one does at that age.',
    'Let the record show that {rival} blinked first.',
    'I was about to concede, and then {rival} kept talking.',
    'There is a hole in that argument, {rival}, and you have hung a curtain over it.',
    '{rival} has half a point. I should like to see the other half before lunch.',
    'Every village has someone like {rival}, and every village is the better for the laughter.',
    'You are very brave, {rival}, standing that close to your own conclusion.',
    'Fine. Suppose {rival} is right. Who does the washing-up in that world?',
    'I have heard {rival} say the opposite, and it was better then, too.',
    'Somebody fetch {rival} a chair. That thought looked heavy.',
    'Now we are getting somewhere, {rival}, and it is uphill.',
    'I could answer {rival}, or I could let the silence do it. But I am paid by the word.',
    'Careful, {rival}: the last one who said so is still explaining it.'])
    WITH ORDINALITY AS x(line, n);

-- What happens in the room, for bouts of the long kind.
CREATE TEMP TABLE seed_aside ON COMMIT DROP AS
SELECT n::int - 1 AS k, line FROM unnest(ARRAY[
    '(The crowd makes the sound of a kettle.)',
    '(A pause, in which someone at the back drops a coin and lets it roll.)',
    '(Scattered applause; one person stands up, regrets it, and pretends to stretch.)',
    '(The bell rings, but only because somebody leant on it.)',
    'Write that on a mug, somebody.',
    'I shall say it once more, slowly, for the gallery and for posterity, in that order.',
    '(Laughter, the good kind.)',
    'And before anyone reaches for a dictionary: I have sat on it.',
    '(A long look. The kind that needs a licence.)',
    'That is not a threat. It is a calendar entry.',
    '(The lights flicker. Nobody claims responsibility.)',
    'You may clap now. No? Then later, at home, where nobody sees you.',
    '(Somewhere, a chair gives its opinion.)',
    'I had a better line here, but it belongs to my sister.',
    '(Boos, affectionate. A paper aeroplane lands short.)',
    'Take your time. The truth is not going anywhere; it has bad knees.'])
    WITH ORDINALITY AS x(line, n);
