/** Line drawings of our own, 20 by 20. They say nothing by themselves: the control around them has a name. */
const drawings = {
  hash: 'M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13M3 12.5h13',
  lock: 'M5 9.5h10v7H5zM7 9.5V7a3 3 0 0 1 6 0v2.5',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  close: 'M5 5l10 10M15 5 5 15',
  send: 'M3 4l14 6-14 6 2.5-6zM5.5 10H11',
  plus: 'M10 4v12M4 10h12',
  clip: 'M14.5 9.5 9.6 14.4a3 3 0 0 1-4.3-4.3l5.8-5.8a2 2 0 0 1 2.9 2.9l-5.8 5.8a1 1 0 0 1-1.4-1.4l4.8-4.8',
  reply: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2z',
  dots: 'M4.6 10h.8M9.6 10h.8M14.6 10h.8',
  bolt: 'M11 2.5 5 11.5h4.5L9 17.5l6-9h-4.5z',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5v7.5h9V8.5',
  people:
    'M7.5 9a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16c0-3 2-4.5 5-4.5s5 1.5 5 4.5M13.5 8.6a2.2 2.2 0 1 0-.8-4.2M14.5 11.6c2 .3 3 1.7 3 4',
  down: 'M4.5 7.5 10 13l5.5-5.5',
  edit: 'M4 16l.8-3.4L13.4 4l2.6 2.6-8.6 8.6z',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.8-2.8a3 3 0 1 0-4.3-4.3L10 5.7M11.5 8.5a3 3 0 0 0-4.3 0l-2.8 2.8a3 3 0 1 0 4.3 4.3L10 14.3',
  eye: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  search: 'M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10zM12.8 12.8 17 17',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
