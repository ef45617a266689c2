-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seed, part 3: 2,000 people and 400 agents.

-- Names as native|ascii; `share` is how many in a thousand.
CREATE TEMP TABLE seed_culture (c int, share int, family_first boolean, given text[], family text[], domains text[]) ON COMMIT DROP;
INSERT INTO seed_culture VALUES
(0, 300, false, '{Alice,Ben,Chloe,Daniel,Ellie,Finn,Grace,Harry,Isla,Jack,Maya,Noah,Poppy,Theo,Zoe}',
    '{Archer,Bennett,Clarke,Dawson,Ellis,Fletcher,Hughes,Marsh,O’Brien|obrien,Patel,Reid,Shaw,Turner,Wright,Young}',
    '{harbourmail.example,post.example,northbank.example,example.com}'),
(1, 110, false, '{Anna,Björn|bjoern,Clara,Dirk,Emil,Friederike,Jürgen|juergen,Käthe|kaethe,Lukas,Sönke|soenke}',
    '{Bäcker|baecker,Fischer,Großmann|grossmann,Köhler|koehler,Lindner,Müller|mueller,Schäfer|schaefer,Vogel,Weiß|weiss}',
    '{briefkasten.example,elbpost.example,example.org}'),
(2, 80, false, '{Amélie|amelie,Benoît|benoit,Chloé|chloe,Élodie|elodie,François|francois,Hélène|helene,Jérôme|jerome,Léa|lea,Noël|noel}',
    '{Bernard,Dubois,Fournier,Girard,Lefèvre|lefevre,Moreau,Rousseau,Sauvé|sauve}', '{courriel.example,rivegauche.example}'),
(3, 100, false, '{Alejandra,Beatriz,Íñigo|inigo,José María|josemaria,Lucía|lucia,María del Pilar|mariapilar,Raúl|raul,Tomás|tomas}',
    '{Fernández de la Cueva|fernandezcueva,García Márquez|garciamarquez,Ibáñez|ibanez,López|lopez,Muñoz y Castellanos|munoz,Núñez|nunez,Sánchez|sanchez}',
    '{correo.example,plazamayor.example}'),
(4, 60, false, '{Ana Beatriz|anabeatriz,Caio,Inês|ines,João|joao,Luísa|luisa,Simão|simao,Thaís|thais}',
    '{Albuquerque e Castro|albuquerque,Araújo|araujo,Gonçalves|goncalves,Magalhães|magalhaes,Silva,Vasconcelos de Melo|vasconcelos}',
    '{correio.example,example.net}'),
(5, 60, false, '{Agnieszka,Bartłomiej|bartlomiej,Łucja|lucja,Małgorzata|malgorzata,Paweł|pawel,Żaneta|zaneta}',
    '{Dąbrowski|dabrowski,Kowalczyk,Nowak,Wójcik|wojcik,Zieliński|zielinski,Źródło|zrodlo}', '{poczta.example,wisla.example}'),
(6, 50, false, '{Алексей|alexey,Дарья|daria,Мария|maria,Олег|oleg,Світлана|svitlana,Тарас|taras,Юлія|yulia}',
    '{Бондаренко|bondarenko,Волков|volkov,Коваль|koval,Морозова|morozova,Шевчук|shevchuk}', '{pochta.example,dnipro.example}'),
(7, 30, false, '{Αλέξανδρος|alexandros,Ελένη|eleni,Ιωάννα|ioanna,Νίκος|nikos,Χρήστος|christos}',
    '{Αντωνίου|antoniou,Γεωργιάδη|georgiadi,Παπαδόπουλος|papadopoulos}', '{taxydromeio.example}'),
(8, 50, false, '{أحمد|ahmad,خالد|khaled,سارة|sara,فاطمة|fatima,ليلى|layla,يوسف|youssef}',
    '{الحداد|alhaddad,الخطيب|alkhatib,النجار|annajjar,منصور|mansour}', '{barid.example,cedar.example}'),
(9, 20, false, '{אבי|avi,יעל|yael,נועה|noa,שירה|shira}', '{כהן|cohen,לוי|levi,מזרחי|mizrahi}', '{doar.example}'),
(10, 50, false, '{अंजलि|anjali,आरव|aarav,प्रिया|priya,रोहन|rohan,सुनीता|sunita}', '{गुप्ता|gupta,वर्मा|varma,शर्मा|sharma,सिंह|singh}',
    '{dak.example,monsoon.example}'),
(11, 40, true, '{伟|wei,娜|na,子涵|zihan,晓明|xiaoming,静怡|jingyi}', '{李|li,王|wang,欧阳|ouyang,陈|chen}', '{youjian.example,example.com}'),
(12, 30, true, '{さくら|sakura,健太|kenta,美咲|misaki,陽菜|hina}', '{佐藤|sato,田中|tanaka,高橋|takahashi,鈴木|suzuki}', '{yubin.example,example.org}'),
(13, 20, true, '{민준|minjun,서연|seoyeon,지우|jiwoo}', '{김|kim,박|park,최|choi}', '{upyeon.example}');

CREATE TEMP TABLE seed_user ON COMMIT DROP AS
WITH who AS MATERIALIZED (
    SELECT n, pg_temp.frac('culture ' || n) * 1000 AS roll, 'user ' || n AS name FROM generate_series(1, 2000) n
), cultured AS MATERIALIZED (
    SELECT w.*, c.family_first, c.domains[1 + pg_temp.die(name || ', domain', cardinality(c.domains))] AS domain,
           c.given[1 + pg_temp.die(name || ', given', cardinality(c.given))] AS g,
           c.family[1 + pg_temp.die(name || ', family', cardinality(c.family))] AS f
    FROM who w
    JOIN (SELECT *, sum(share) OVER (ORDER BY c) - share AS lo, sum(share) OVER (ORDER BY c) AS hi FROM seed_culture) c
      ON w.roll >= c.lo AND w.roll < c.hi
), named AS MATERIALIZED (
    SELECT n, name, domain, pg_temp.die(name || ', style', 24) AS style, split_part(g, '|', 1) AS given, family_first,
           split_part(f, '|', 1) AS family, lower(reverse(split_part(reverse(g), '|', 1))) AS g, lower(reverse(split_part(reverse(f), '|', 1))) AS f
    FROM cultured
), addressed AS MATERIALIZED (
    SELECT *, replace(CASE WHEN style % 4 = 0 THEN left(g, 1) || f WHEN style % 4 = 1 THEN g || '_' || f ELSE g || '.' || f END, '’', '') AS box
    FROM named
)
SELECT n, 'user_2' || left(translate(encode(decode(md5(name || ' id') || md5(name), 'hex'), 'base64'), '+/=', 'kQz'), 26) AS id,
       CASE WHEN pg_temp.die(name || ', phone', 100) < 3 THEN NULL
            ELSE box || coalesce(nullif(row_number() OVER (PARTITION BY box, domain ORDER BY n), 1)::text, '') || '@' || domain END AS email,
       CASE style WHEN 0 THEN given WHEN 1 THEN g || pg_temp.die(name || ', tail', 100) WHEN 2 THEN given || CASE WHEN family_first THEN '' ELSE ' ' || left(family, 1) || '.' END
                  WHEN 3 THEN given || ' ' || (ARRAY['⚔️', '🥊', '🔥', '🦊', '☕', '👻'])[1 + n % 6] WHEN 4 THEN NULL
                  ELSE CASE WHEN family_first THEN family || given ELSE given || ' ' || family END END AS display_name,
       CASE WHEN pg_temp.die(name || ', card', 1000) < 38 THEN 'lab' WHEN pg_temp.die(name || ', card', 1000) < 205 THEN 'pass' ELSE 'free' END AS tier,
       CASE WHEN hour > pg_temp.stage() THEN hour - interval '1 day' ELSE hour END AS created
FROM addressed
-- Few at first, more each month.
CROSS JOIN LATERAL (SELECT date_trunc('day', pg_temp.stage() - interval '190 days' * (1 - power((n - 0.5)::float8 / 2000, 0.62)))
                           + pg_temp.awake(name) AS hour) AS x;

-- Names that try a table's patience.
UPDATE seed_user u SET display_name = x.name FROM (VALUES
    (7, 'Dwayne "The Clause" O’Malley'), (44, E'Anne\tMarie'), (61, ''), (93, 'NULL'), (131, 'D''Arcy ''Quotes'' McTavish'),
    (208, '  Leading Spaces Larsson'), (266, '🧑‍🚒 Fire Chief 🧑🏽‍🚒'), (305, 'زينب & Sons'), (359, 'Zoë Ångström-Ñandú'),
    (410, 'Roberta''); SELECT ''pit''; --'), (468, '<b>Bold Bernd</b>'), (520, E'Two\nLines'), (613, '𝕷𝖔𝖗𝖉 𝕭𝖑𝖆𝖈𝖐𝖑𝖊𝖙𝖙𝖊𝖗'),
    (707, 'Doña María de los Ángeles Fernández de la Cueva y Enríquez de Cabrera, Señora de las Tres Torres y de la Media Luna de Abajo'),
    (888, 'สมชาย วงศ์สุวรรณ'), (940, 'Nguyễn Thị Hồng Nhung'), (1066, 'Harold (not that one)'), (1312, 'i̇lk Şükûfe'), (1515, '0'),
    (1729, 'Ramanujan’s Taxi')) AS x(n, name) WHERE u.n = x.n;

-- Planted: five people signed up twice; the addresses differ only in case. Migration 0007 stumbles over them.
UPDATE seed_user twin SET email = initcap(u.email), display_name = u.display_name
FROM (VALUES (112, 1311), (241, 1642), (455, 1705), (760, 1808), (999, 1877)) AS x(n, twin) JOIN seed_user u ON u.n = x.n WHERE twin.n = x.twin;

-- Planted: five who signed up and never came back; they have no account in `credits`.
CREATE TEMP TABLE seed_stranger ON COMMIT DROP AS SELECT unnest(ARRAY[1911, 1934, 1957, 1973, 1988]) AS n;
UPDATE seed_user SET tier = 'free' WHERE n IN (SELECT n FROM seed_stranger);
-- Planted: three whose paid period is over and who are still on pass.
UPDATE seed_user SET tier = 'pass' WHERE n IN (87, 402, 650);
ALTER TABLE seed_user ADD PRIMARY KEY (n);

-- The agents: 28 of the house, 372 made by people; one in three of those descends from another.
CREATE TEMP TABLE seed_agent ON COMMIT DROP AS
WITH made AS MATERIALIZED (
    SELECT a, 'agent ' || a AS what,
           (ARRAY['Brazen','Velvet','Doctor','Captain','Little','Saint','Tin','Midnight','Paper','Salty','Auntie','Broken','Count','Electric',
                  'Grumpy','Holy','Iron','Judge','Lazy','Mad','Noble','Old','Professor','Quiet','Rusty','Sir','Thirsty','Uncle','Wicked',
                  'Young','Zen'])[1 + a * 7 % 31] || ' ' ||
           (ARRAY['Marmalade','Badger','Comet','Dumpling','Echo','Fiddle','Gargoyle','Haddock','Icicle','Jubilee','Kettle','Lantern','Magpie',
                  'Nettle','Oracle','Pickle','Quibble','Riddle','Sparrow','Thunder','Umbrella','Verdict','Walrus','Yarrow','Zeppelin','Biscuit',
                  'Cricket','Domino','Ferret'])[1 + a % 29] AS name
    FROM generate_series(1, 372) a
), placed AS MATERIALIZED (
    SELECT made.*, 1 + floor(power(pg_temp.frac(what || ', owner'), 1.7) * 1900)::int AS owner FROM made
)
SELECT a, CASE a WHEN 10 THEN 'agt_otter' WHEN 200 THEN 'agt_otter_prime' ELSE 'agt_' || pg_temp.nano(what) END AS id, -- one id is part of the other
       name, a * 5 % 24 AS voice, u.n AS owner, what,
       u.created + (pg_temp.stage() - interval '2 hours' - u.created) * power(pg_temp.frac(what || ', made'), 1.4) AS created
FROM placed JOIN seed_user u ON u.n = placed.owner
UNION ALL
SELECT -k, 'house-' || slug, name, k, NULL, 'house ' || k, timestamp '2025-08-20 09:00' + interval '7 hours' * k FROM seed_voice;
-- `nth` is the order of making, houses first.
ALTER TABLE seed_agent ADD COLUMN nth int;
UPDATE seed_agent s SET nth = x.nth FROM (SELECT a, row_number() OVER (ORDER BY a > 0, created, a) AS nth FROM seed_agent) x WHERE x.a = s.a;

INSERT INTO agents (id, name, system_prompt, preset_id, tier, model, response_length, response_format, archetype, tone, speech_pattern,
                    opening_move, signature_move, weakness, goal, fears, custom_instructions, quirks, created_at, owner_id, parent_id,
                    prompt_hash, manifest_hash, attestation_uid, attestation_tx_hash, attested_at, archived)
SELECT a.id, a.name, x.prompt, CASE WHEN a.a <= 0 THEN v.preset END,
       (CASE WHEN a.a > 0 THEN 'custom' WHEN v.k < 12 THEN 'free' ELSE 'premium' END)::agent_tier, x.model,
       (ARRAY['short', 'standard', 'standard', 'long'])[1 + pg_temp.die(a.what || ', length', 4)],
       (ARRAY['plain', 'plain', 'markdown'])[1 + pg_temp.die(a.what || ', format', 3)], v.archetype, v.tone,
       (ARRAY['short sentences, no adverbs', 'one long sentence and then a very short one', 'questions that are not questions', 'proverbs, some of them real'])[1 + a.nth % 4],
       v.openers[1], v.closers[1], v.weakness,
       (ARRAY['to have the last word', 'to make the other one laugh first', 'to be proved wrong, once, properly', 'to get home before the buses stop'])[1 + a.nth * 3 % 4],
       (ARRAY['an empty gallery', 'being quoted correctly', 'a well-prepared opponent', 'silence, and what it might say'])[1 + a.nth * 7 % 4],
       CASE WHEN a.a > 0 AND a.nth % 5 = 0 THEN 'Never use more than one exclamation mark. Refer to yourself as “the management”.' END,
       CASE WHEN a.nth % 3 > 0 THEN jsonb_build_array('collects ' || (ARRAY['spoons', 'grudges', 'tram tickets', 'weather'])[1 + a.nth % 4], 'counts aloud when nervous') END,
       a.created + c.shift, u.id, p.id, '0x' || encode(sha256(convert_to(x.prompt, 'UTF8')), 'hex'),
       '0x' || encode(sha256(convert_to(a.id || a.name || x.prompt, 'UTF8')), 'hex'),
       CASE WHEN x.attested THEN '0x' || md5(a.what || ' uid') || md5(a.what || ' uid, end') END,
       CASE WHEN x.attested THEN '0x' || md5(a.what || ' tx') || md5(a.what || ' tx, end') END,
       CASE WHEN x.attested THEN a.created + c.shift + interval '1 second' * (40 + pg_temp.die(a.what || ', attested', 400)) END,
       a.a > 0 AND pg_temp.die(a.what || ', archived', 11) = 0
FROM seed_agent a CROSS JOIN seed_clock c JOIN seed_voice v ON v.k = a.voice
LEFT JOIN seed_user u ON u.n = a.owner
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.a <= 0 THEN v.prompt ELSE 'You are ' || a.name || ', ' || v.archetype || '. ' || v.prompt || ' Never break character; never flatter the crowd.' END,
           (ARRAY['arena-small-2', 'arena-small-2', 'arena-large-2', 'arena-sage-1'])[1 + pg_temp.die(a.what || ', model', 4)],
           pg_temp.die(a.what || ', attest', 4) = 0) AS x(prompt, model, attested)
LEFT JOIN seed_agent p ON a.a > 0 AND pg_temp.die(a.what || ', parent', 3) = 0 AND p.nth = 1 + pg_temp.die(a.what || ', whose', greatest(a.nth - 1, 1))
ORDER BY a.nth;
-- Planted: two whose parent is gone.
UPDATE agents SET parent_id = 'agt_' || pg_temp.nano('an agent deleted by hand')
WHERE id IN (SELECT id FROM seed_agent WHERE a IN (120, 240));
