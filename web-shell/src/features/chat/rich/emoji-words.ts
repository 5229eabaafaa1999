/** An emoji and what it is found by, in Russian and in English. */
export interface FoundEmoji {
  readonly emoji: string;
  readonly words: readonly string[];
}

// One in a line: the emoji, then its words; the first word of each language is its name.
const lines = `
😀 улыбка радость смайлик | grin smile happy
😃 радость улыбка | smile happy
😄 смех улыбка радость | laugh smile happy
😁 ухмылка зубы улыбка | beam grin teeth
😆 смех хохот | laugh squint
😅 смех пот неловко уф | sweat relief laugh
😂 смех слезы хохот ржу | joy tears laugh
🤣 хохот смех катаюсь | rofl laugh rolling
🙂 улыбка спокойно | smile slight
🙃 вверх ногами ирония | upside down irony
😉 подмигивание шутка | wink joke
😊 смущение радость улыбка | blush smile
😇 ангел нимб невинность | angel halo innocent
🥰 любовь сердечки нежность | love hearts adore
😍 влюблен любовь восторг | love heart eyes
😘 поцелуй целую | kiss love
😋 вкусно язык | yummy delicious tongue
😜 язык дразнить шутка | tongue wink crazy
🤪 безумие дурачусь | zany crazy
🤗 обнимаю объятия | hug
🤭 хихиканье ой | oops giggle
🤫 тише секрет тс | quiet shush secret
🤔 думаю размышление хм | think hmm
🤨 сомнение бровь | doubt eyebrow suspicious
😐 равнодушие нейтрально | neutral meh
😑 молчание без слов | expressionless blank
😶 молчу без рта | silent mouthless
😏 ухмылка хитрость | smirk
😒 недовольство скука | unamused annoyed
🙄 закатываю глаза | eyeroll whatever
😬 гримаса неловко | grimace awkward
😌 облегчение покой | relieved calm
😔 печаль грусть | sad pensive
😴 сон сплю спать | sleep zzz tired
😷 маска болезнь врач | mask sick doctor
🤒 температура болезнь градусник | fever sick thermometer
🤢 тошнота гадость | nausea sick
🤧 насморк чихание простуда | sneeze cold
🥵 жара горячо | hot heat
🥶 холод мороз | cold freeze
😵 головокружение шок | dizzy shock
🤯 взрыв мозга шок | mind blown explode
🥳 праздник вечеринка день рождения | party celebrate birthday
😎 круто очки | cool sunglasses
🤓 ботаник умник очки | nerd geek glasses
😕 замешательство растерянность | confused
😟 тревога беспокойство | worried
😮 удивление ого | wow surprised
😯 удивление тишина | surprised hushed
😳 смущение краснею стыд | flushed embarrassed
🥺 умоляю пожалуйста глазки | pleading please puppy
😢 слеза плачу грусть | cry tear sad
😭 рыдаю плач слезы | sob cry tears
😱 ужас крик страх | scream fear horror
😖 мучение досада | confounded
😩 усталость устал | weary tired
😤 злость пар | huff angry steam
😡 злость гнев ярость | angry rage mad
🤬 ругань мат злость | swear curse
😈 чертик бес хитрость | devil evil
💀 череп смерть | skull dead
💩 какашка | poop
🤡 клоун | clown
👻 привидение призрак | ghost boo
🤖 робот бот | robot bot
😺 кот улыбка | cat smile
🙈 обезьяна не вижу стыд | monkey see no evil
👍 хорошо да класс палец лайк | thumbs up yes good like
👎 плохо нет дизлайк | thumbs down no bad dislike
👌 ок хорошо отлично | ok fine perfect
✌️ победа мир | peace victory
🤞 скрестить пальцы удача | fingers crossed luck
🤝 рукопожатие договор сделка | handshake deal agree
👏 аплодисменты браво хлопаю | clap bravo applause
🙌 ура руки | hooray hands
🙏 спасибо пожалуйста молитва прошу | thanks please pray
💪 сила мышцы спорт | strong muscle flex
👋 привет пока машу | hello bye wave
✋ стоп рука пять | stop hand high five
👉 вправо указываю | point right
👈 влево указываю | point left
👆 вверх указываю | point up
👇 вниз указываю | point down
✍️ пишу письмо | write writing
👀 глаза смотрю | eyes look
❤️ сердце любовь красное | heart love red
🧡 сердце оранжевое | orange heart
💛 сердце желтое | yellow heart
💚 сердце зеленое | green heart
💙 сердце синее | blue heart
💜 сердце фиолетовое | purple heart
🖤 сердце черное | black heart
🤍 сердце белое | white heart
💔 разбитое сердце | broken heart
💕 сердца любовь | hearts love
💯 сто процентов верно | hundred percent
🔥 огонь пожар круто | fire hot lit
⭐ звезда | star
✨ блестки сияние | sparkles shine
🎉 праздник поздравляю хлопушка | party tada congratulations
🎁 подарок | gift present
🎂 торт день рождения | birthday cake
🎈 шарик праздник | balloon party
🏆 кубок победа приз | trophy win prize
🥇 золото медаль первое место | gold medal first
⚽ футбол мяч | football soccer ball
🏀 баскетбол мяч | basketball ball
🏒 хоккей | hockey
🎸 гитара музыка | guitar music
🎵 музыка нота песня | music note song
🎬 кино фильм | movie film
🎮 игра приставка | game play
👶 малыш ребенок | baby child
👦 мальчик | boy
👧 девочка | girl
👨 мужчина папа | man dad
👩 женщина мама | woman mom
👵 бабушка | grandmother old
👴 дедушка | grandfather old
👨‍👩‍👧 семья | family
👮 полиция полицейский | police
👷 строитель рабочий | worker construction
🧑‍🏫 учитель преподаватель | teacher
🧑‍⚕️ врач доктор | doctor health
🐱 кошка кот | cat
🐶 собака пес | dog
🐭 мышь | mouse
🐰 заяц кролик | rabbit bunny
🦊 лиса | fox
🐻 медведь | bear
🐼 панда | panda
🐯 тигр | tiger
🦁 лев | lion
🐮 корова | cow
🐷 свинья | pig
🐸 лягушка | frog
🐔 курица | chicken
🐧 пингвин | penguin
🦉 сова | owl
🐝 пчела | bee
🦋 бабочка | butterfly
🐟 рыба | fish
🐳 кит | whale
🌲 елка дерево лес | tree forest
🌳 дерево | tree
🌱 росток | sprout plant
🌷 тюльпан цветок | tulip flower
🌹 роза цветок | rose flower
🌻 подсолнух цветок | sunflower flower
💐 букет цветы | bouquet flowers
🍁 осень лист клен | autumn leaf maple
🍄 гриб | mushroom
☀️ солнце ясно | sun sunny
🌤️ облачно солнце погода | cloud sun weather
☁️ облако | cloud
🌧️ дождь | rain
⛈️ гроза | storm thunder
❄️ снег снежинка зима | snow snowflake winter
⛄ снеговик зима | snowman winter
🌈 радуга | rainbow
🌙 луна ночь | moon night
🌍 земля мир планета | earth world planet
🍎 яблоко | apple
🍌 банан | banana
🍓 клубника ягода | strawberry berry
🍉 арбуз | watermelon
🥕 морковь | carrot
🥔 картошка картофель | potato
🍅 помидор томат | tomato
🍞 хлеб | bread
🧀 сыр | cheese
🍳 яичница завтрак | egg breakfast
🥞 блины оладьи | pancakes
🍕 пицца | pizza
🍔 бургер | burger
🍲 суп борщ | soup stew
🥗 салат | salad
🍰 торт пирожное | cake dessert
🍫 шоколад | chocolate
🍦 мороженое | ice cream
☕ кофе чай | coffee tea
🍵 чай | tea
🥛 молоко | milk
🍺 пиво | beer
🍷 вино | wine
🥂 тост бокалы шампанское | cheers toast champagne
🚗 машина автомобиль | car
🚕 такси | taxi
🚌 автобус | bus
🚆 поезд электричка | train
🚇 метро | metro subway
✈️ самолет полет | plane flight
🚲 велосипед | bicycle bike
🚀 ракета космос | rocket space
🚑 скорая помощь | ambulance
🚒 пожарная машина | fire engine
🏠 дом | house home
🏢 офис здание | office building
🏫 школа | school
🏥 больница | hospital
🏦 банк | bank
⛪ церковь храм | church
🏖️ пляж море отпуск | beach sea vacation
🏕️ палатка поход | camping tent
⛰️ гора | mountain
📱 телефон смартфон | phone mobile
💻 компьютер ноутбук | computer laptop
🖨️ принтер печать | printer print
📷 фото камера | photo camera
📞 звонок телефон | call phone
📧 почта письмо | email mail
📎 скрепка | paperclip
📌 кнопка важно | pin important
📅 календарь дата | calendar date
📈 рост график | growth chart up
📉 падение график | fall chart down
📚 книги учеба | books study
📝 заметка запись | note memo
✏️ карандаш | pencil
📄 документ страница | document page
🔒 замок закрыто | lock closed
🔑 ключ | key
💡 идея лампа | idea bulb light
🔔 колокольчик уведомление | bell notification
⏰ будильник время | alarm clock time
⏳ ожидание часы песочные | wait hourglass
💰 деньги мешок | money bag
💳 карта оплата | card payment
🛒 корзина покупки магазин | cart shopping shop
💊 таблетка лекарство | pill medicine
💉 укол прививка | vaccine syringe
🧹 уборка метла | broom cleaning
🛠️ инструменты ремонт | tools repair
⚠️ внимание осторожно | warning caution
✅ готово галочка да | done check yes
❌ нет крест отмена | no cross cancel
❓ вопрос | question
❗ важно восклицание | exclamation important
➕ плюс | plus
➖ минус | minus
🆘 помощь спасите | help sos
🇷🇺 россия флаг | russia flag
🏁 финиш флаг | finish flag
`;

let all: readonly FoundEmoji[] | null = null;

/** The emoji that are offered, in their order. */
export function everyEmoji(): readonly FoundEmoji[] {
  return (all ??= lines
    .trim()
    .split('\n')
    .map((line) => {
      const [emoji = '', ...words] = line.split(' ');
      return { emoji, words: words.filter((word) => word !== '|') };
    }));
}

/** Those that have a word for each that was typed, in either language; none typed: all. */
export function findEmoji(query: string): readonly FoundEmoji[] {
  const typed = query
    .toLocaleLowerCase()
    .replaceAll('ё', 'е')
    .split(/\s+/u)
    .filter((word) => word !== '');
  return everyEmoji().filter(({ emoji, words }) =>
    typed.every((part) => part === emoji || words.some((word) => word.startsWith(part))),
  );
}
