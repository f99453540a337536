// A long article on an invented flood, and a text without any annotation.
//
// Output: the files of two sites. Entry points: long() and plain().

const PEOPLE = {
  hale: "Ruth Hale", brandt: "Otto Brandt", okoro: "Grace Okoro", lindqvist: "Per Lindqvist",
  marsh: "Edith Marsh", vane: "Tom Vane", sorel: "Claire Sorel", adeyemi: "Ike Adeyemi",
};
const WHO = Object.keys(PEOPLE);

const CHAPTERS = ["The night before", "The gate", "The warning", "The market hall", "The count", "The bill", "The inquiry", "What remains"];

/** What was said, five pairs a chapter: of one thing, by two people. */
const SAID = [
  ["the river had risen by a hand’s breadth before the lamps were lit", "the river stood no higher at dusk than in any other wet November"],
  ["the gauge at the mill was read every hour", "nobody had read the gauge since the clerk fell ill"],
  ["the keeper had been told to stay at his post", "the keeper was sent home with the others"],
  ["the rain came from the hills and not from the sea", "two streams met below the church as they had in her grandfather’s time"],
  ["the bank was sound from the ford to the quarry", "the bank had been mended with nothing better than gravel"],
  ["the gate was raised at four in the morning", "the gate was still down when the milk cart crossed"],
  ["one man can turn the wheel if it is greased", "it takes three to turn the wheel in cold weather"],
  ["the chain broke under a load for which it was made", "the chain had been ordered a size too small"],
  ["the key hung where it always hangs", "the key was found in the coat of the night watch"],
  ["the drawings of the gate were kept at the works", "the drawings had gone to the county years ago"],
];
const MORE = [
  ["the bell was rung before the water reached the square", "the bell was rung for the early service and for nothing else"],
  ["a boy on a bicycle went from door to door", "her street heard of it from the water itself"],
  ["the telephone at the station worked until six", "the line was dead when she lifted the receiver"],
  ["the board had agreed on a signal in the spring", "the signal was agreed on paper and never tried"],
  ["those who could not walk were carried first", "her mother was left to the neighbours"],
  ["the hall was opened as soon as somebody asked", "the hall stayed locked until a window was broken"],
  ["there were blankets for two hundred", "there were blankets for those who came early"],
  ["the soup was paid for by the guild", "the guild sent its bill in the same week"],
  ["no child was without a bed on the second night", "he counted eleven children on benches"],
  ["the doctor came by boat at noon", "the doctor was in the hall when the doors were opened"],
];
const BESIDES = [
  "The minutes of that meeting fill nine pages, most of them on the price of timber, and the river is named on the last.",
  "Anybody who has stood on the bridge in a thaw knows the sound, and nobody who knows it was asked to speak that day.",
  "In the archive of the works there is a photograph of the place, taken from the far bank in a dry summer; it shows the wheel, a dog, and no water to speak of.",
  "The town has argued about it ever since, in its two newspapers, in its three public houses and at every funeral.",
  "It is a small thing to quarrel over, and it decides who pays for the other things, which are not small.",
];
const VERBS = ["said that", "told the inquiry that", "was sure that", "wrote that", "held that"];

/** A paragraph: two who speak, and a sentence of the author's between them; the second may dispute the first. */
function paragraph(at, [first, second], isDisputed) {
  const [one, other] = [WHO[at % 8], WHO[(at * 3 + 1) % 8 === at % 8 ? (at + 1) % 8 : (at * 3 + 1) % 8]];
  const dispute = isDisputed ? ` disputes=c${at}a` : "";
  const where = at % 4 ? "" : " at=inquiry";
  return [
    `[[${one}|${PEOPLE[one]}]] ${VERBS[at % 5]} [${first}]{#c${at}a .claim by=${one}${where}}.`,
    BESIDES[at % 5],
    `[[${other}|${PEOPLE[other]}]], whose house in [[harwick|Harwick]] was among the first to be lost in [[flood|the flood]], ${VERBS[(at + 2) % 5]} [${second}]{#c${at}b .claim by=${other}${dispute}}, and could not be moved from it.`,
  ].join(" ");
}

function chapter(title, number) {
  const pairs = [...SAID, ...MORE];
  const numbers = [0, 1, 2, 3, 4].map((at) => number * 5 + at);
  const told = numbers.map((at) => paragraph(at, pairs[at % pairs.length], at % 10 < 3));
  return `## ${title}\n\n${told.join("\n\n")}\n`;
}

/** Some 3,000 words, 80 claims, 12 disputes. */
export function long() {
  const people = Object.entries(PEOPLE).map(([id, name]) => `${id} = { kind = "person", name = "${name}" }`);
  const others = [
    'flood = { kind = "event", name = "The Harwick flood", date = "1931-11" }',
    'inquiry = { kind = "event", name = "The Harwick inquiry", date = "1932" }',
    'harwick = { kind = "place", name = "Harwick" }',
  ];
  const head = "---\ntitle: The night the gate stayed down\ndate: 1981-11-14\ndescription: Fifty years after the flood, Harwick still can’t agree on what was said, and by whom.\n---\n";
  return {
    "annals.toml": `title = "The Harwick Courier"\n[entities]\n${[...people, ...others].join("\n")}\n`,
    "content/articles/the-gate.md": head + CHAPTERS.map(chapter).join("\n"),
  };
}

/** A text in which nothing is marked. */
export function plain() {
  const text = [...BESIDES, "## The wheel", ...BESIDES].join("\n\n");
  return {
    "annals.toml": 'title = "Plain"\n',
    "content/articles/the-river.md": `---\ntitle: The river\ndate: 1981-06-01\n---\n${text}\n`,
  };
}
