import car from 'lucide-static/icons/car.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import flag from 'lucide-static/icons/flag.svg?raw';
import hand from 'lucide-static/icons/hand.svg?raw';
import lightbulb from 'lucide-static/icons/lightbulb.svg?raw';
import paw from 'lucide-static/icons/paw-print.svg?raw';
import shapes from 'lucide-static/icons/shapes.svg?raw';
import smile from 'lucide-static/icons/smile.svg?raw';
import trophy from 'lucide-static/icons/trophy.svg?raw';
import utensils from 'lucide-static/icons/utensils.svg?raw';

/** Of those used last, and then of the groups in their order. */
export const groupIcons: readonly string[] = [clock, smile, hand, paw, utensils, car, trophy, lightbulb, shapes, flag];
